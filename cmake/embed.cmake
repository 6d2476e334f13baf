# seohak_embed(TARGET NAMESPACE NS DIRECTORY DIR PATTERN GLOB [OPTIONAL]): a static library that
# carries the files below DIR; `embedded/NS.h` declares seohak::embedded::NS(), their paths and bytes.
# OPTIONAL: no file is no error (the web pages, before they are built).
function(seohak_embed target)
  cmake_parse_arguments(arg "OPTIONAL" "NAMESPACE;DIRECTORY;PATTERN" "" ${ARGN})
  set(root ${PROJECT_SOURCE_DIR}/${arg_DIRECTORY})
  set(out ${CMAKE_BINARY_DIR}/embedded)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${root} ${root}/${arg_PATTERN})
  list(SORT files)
  if(NOT files AND NOT arg_OPTIONAL)
    message(FATAL_ERROR "no ${arg_PATTERN} below ${arg_DIRECTORY}")
  endif()
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(entries "")
  set(index 0)
  set(paths "")
  foreach(file IN LISTS files)
    set(symbol seohak_embedded_${arg_NAMESPACE}_${index})
    string(APPEND assembly "    .global ${symbol}\n${symbol}:\n    .incbin \"${root}/${file}\"\n"
           "    .global ${symbol}_end\n${symbol}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND entries
           "      File{\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND paths ${root}/${file})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${out}/${arg_NAMESPACE}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${out}/embedded/${arg_NAMESPACE}.h CONTENT
       "#pragma once\n#include <span>\n#include <string_view>\nnamespace seohak::embedded {\n#ifndef SEOHAK_EMBEDDED_FILE\n#define SEOHAK_EMBEDDED_FILE\n/// A file built into the program: path below its directory, and bytes.\nstruct File {\n  std::string_view path;\n  std::string_view bytes;\n};\n#endif\n/// The files of ${arg_DIRECTORY}/, ordered by path.\nstd::span<const File> ${arg_NAMESPACE}();\n}\n" @ONLY)
  file(CONFIGURE OUTPUT ${out}/${arg_NAMESPACE}.cpp CONTENT
       "#include \"embedded/${arg_NAMESPACE}.h\"\n#include <vector>\nextern \"C\" {\n${externs}}\nnamespace seohak::embedded {\nstd::span<const File> ${arg_NAMESPACE}() {\n  static const std::vector<File> files = {\n${entries}  };\n  return files;\n}\n}\n" @ONLY)
  add_library(${target} STATIC ${out}/${arg_NAMESPACE}.cpp ${out}/${arg_NAMESPACE}.S)
  set_source_files_properties(${out}/${arg_NAMESPACE}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  target_include_directories(${target} PUBLIC ${out})
endfunction()
