# One static library and one test program a folder of src/.

add_library(seohak_warnings INTERFACE)
target_compile_options(seohak_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                 -Werror)

# seohak_folder(NAME LINK LIBRARIES...): library seohak_NAME from src/NAME/**/*.cpp and program
# NAME_test from its *_test.cpp. Folders without sources become interface libraries.
function(seohak_folder name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(seohak_${name} STATIC ${sources})
    target_include_directories(seohak_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(seohak_${name} PUBLIC ${arg_LINK} PRIVATE seohak_warnings)
    target_compile_definitions(seohak_${name} PRIVATE SEOHAK_VERSION="${PROJECT_VERSION}")
  else()
    add_library(seohak_${name} INTERFACE)
    target_include_directories(seohak_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(seohak_${name} INTERFACE ${arg_LINK})
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE seohak_${name} seohak_warnings GTest::gmock_main)
    target_compile_definitions(${name}_test PRIVATE
                               SEOHAK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
