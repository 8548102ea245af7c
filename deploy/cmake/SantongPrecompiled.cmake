# Precompiled headers of the system's libraries, and of the services' generated code: a cold build takes about a third of
# the time.
#   santong_precompile(TARGET common|calls|tests|command_line)
# Not CMake's own: those hold the build folder's path, so that ccache finds nothing in another clone. Here ccache goes by
# the .sum beside a precompiled header, the digest of all its text.
option(SANTONG_PRECOMPILED "Parse the system's and the services' headers once (clang only)" ON)
if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  set(SANTONG_PRECOMPILED OFF)
endif()

function(santong_precompiled_header NAME)
  set(HEADER "${PROJECT_SOURCE_DIR}/deploy/cmake/precompiled/${NAME}.inc")
  set(OUT "${CMAKE_BINARY_DIR}/precompiled/${NAME}.pch")
  string(TOUPPER "${CMAKE_BUILD_TYPE}" BUILD_TYPE)
  separate_arguments(FLAGS NATIVE_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${BUILD_TYPE}} -std=c++20 ${ARGN}")
  # Generated code names its files in messages; without the build folder's path they read the same in every clone.
  list(APPEND FLAGS "-I${CMAKE_BINARY_DIR}/proto" "-fmacro-prefix-map=${CMAKE_BINARY_DIR}/=")
  get_directory_property(OPTIONS COMPILE_OPTIONS)
  set(COMPILE "${CMAKE_CXX_COMPILER}" ${FLAGS} ${OPTIONS} -x c++-header "${HEADER}")
  add_custom_command(
    OUTPUT "${OUT}" "${OUT}.sum"
    COMMAND ${COMPILE} -fpch-instantiate-templates -Xclang -fno-pch-timestamp -MD -MF "${OUT}.d" -MT "${OUT}" -o "${OUT}"
    COMMAND sh -c "\"$@\" | sha256sum > '${OUT}.sum'" sh ${COMPILE} -E -P -dD
    DEPENDS "${HEADER}" DEPFILE "${OUT}.d" VERBATIM)
  add_custom_target(santong_precompiled_${NAME} DEPENDS "${OUT}")
  if(NOT NAME STREQUAL common)
    add_dependencies(santong_precompiled_${NAME} santong_generated)
  endif()
endfunction()

function(santong_precompile TARGET NAME)
  if(SANTONG_PRECOMPILED)
    target_compile_options(${TARGET} PRIVATE -include-pch "${CMAKE_BINARY_DIR}/precompiled/${NAME}.pch")
    add_dependencies(${TARGET} santong_precompiled_${NAME})
  endif()
endfunction()

if(SANTONG_PRECOMPILED)
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/precompiled")
  santong_precompiled_header(common)
  santong_precompiled_header(calls)
  santong_precompiled_header(tests -DGTEST_HAS_PTHREAD=1)
  santong_precompiled_header(command_line)
endif()
