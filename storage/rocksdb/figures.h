// What RocksDB tells of itself, as the figures of a store.
#pragma once

#include <vector>

#include "storage/kv/store.h"

namespace santong::kv {

class Database;

// The database must outlive what is read.
std::vector<Figure> EngineFigures(const Database& database);

}  // namespace santong::kv
