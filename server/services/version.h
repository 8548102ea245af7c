// The program's version, in one place for the server and its info.
#pragma once

namespace santong::services {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace santong::services
