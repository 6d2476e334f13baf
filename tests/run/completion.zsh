# zsh -f completion.zsh SCRIPT LINE: prints what zsh offers at <TAB> behind LINE, one a line.
# A second zsh on a terminal of its own is asked, as a user's is; what reaches compadd is told.
if [[ $1 == --inner ]]; then
  PROMPT= RPROMPT=
  stty -echo
  autoload -U compinit && compinit -u -D
  source $2
  compadd() {
    local -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- "offers "$^hits
    builtin compadd "$@"
  }
  tell_end() { print "the end"; exit }
  complete_and_end() { zle expand-or-complete; tell_end }
  zle -N complete_and_end
  bindkey "^I" complete_and_end
  print ready
  return
fi
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked "source ${(q)0:A} --inner ${(q)1:A}"
zpty -r asked said "*ready*"
zpty -w -n asked $2$'\t'
zpty -r asked said "*the end*"
print -rl -- ${${(M)${(f)${said//$'\r'/}}:#*offers *}##*offers }
zpty -d asked
