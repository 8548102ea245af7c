// A property that must hold for every input; libFuzzer keeps the input that breaks it.
#pragma once

#define SANTONG_MUST(condition)         \
  do {                                  \
    if (!(condition)) __builtin_trap(); \
  } while (false)
