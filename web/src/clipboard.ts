/// Copies text. The clipboard's own interface is there only over HTTPS and on this machine; on a
/// phone that reads from another machine the older command does.
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed: the older way may be.
    }
  }
  const box = document.createElement('textarea');
  box.value = text;
  const place = document.querySelector('dialog[open]') ?? document.body;
  place.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}
