// The values of a template.
#pragma once

// ctemplate's headers call strlen and include nothing for it.
// clang-format off
#include <cstring>
#include <ctemplate/template_dictionary.h>
// clang-format on

namespace santong::pages {

using Dictionary = ctemplate::TemplateDictionary;

}  // namespace santong::pages
