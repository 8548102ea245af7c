// The public catalogue as a file, line by line, or as files.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "server/domain/workflow/clocks.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

inline constexpr size_t kChunkBytes = 256 << 10;

// One export, on one snapshot from its first line to its last. Used by one thread at a time.
class Export {
 public:
  virtual ~Export() = default;
  // The next whole lines, about kChunkBytes of them, or the next file; the last part has the
  // sequence and the count.
  virtual absl::StatusOr<v1::ExportCatalogResponse> Next() = 0;
  virtual bool done() const = 0;
};

// In the form that is asked for. INVALID_ARGUMENT when the register has not come to
// `after_sequence`. `register_url` is where the register shows its pages, for who loads a copy; may
// be empty.
absl::StatusOr<std::unique_ptr<Export>> BeginExport(std::unique_ptr<kv::Reader> reader,
                                                    settings::SettingsCache& settings,
                                                    const v1::ExportCatalogRequest& request,
                                                    const std::string& register_url);

// What an export goes through: the documents that changed after a sequence, or all. Where policy or
// calendar changed meanwhile, those with a mark 待核定 too, which may be shown otherwise now.
class ExportedDocuments {
 public:
  // `reader` must outlive it. `after` is no later than the last event.
  static absl::StatusOr<ExportedDocuments> Find(const kv::Reader& reader, uint64_t after);

  // The last event, of which the export is the catalogue.
  uint64_t sequence() const { return sequence_; }
  bool grounds_changed() const { return grounds_changed_; }
  // Whether a resource with these clocks, of which no event tells, may be shown otherwise now.
  bool MayShowOtherMarks(const workflow::Clocks& clocks) const;
  // The next identifier, ascending; 0 after the last one.
  absl::StatusOr<uint64_t> Next();

 private:
  explicit ExportedDocuments(const kv::Reader& reader) : reader_(&reader) {}

  absl::StatusOr<bool> IsTaken(uint64_t id) const;

  const kv::Reader* reader_;
  uint64_t sequence_ = 0;
  bool all_ = false;
  bool grounds_changed_ = false;  // what says which marks are shown
  bool copy_ = false;             // which has clocks as they were shown, without what was confirmed
  std::set<uint64_t> changed_;    // when not all are asked for
  uint64_t last_ = 0;
};

// A document in its public view, with its newest text and the marks 待核定 of clocks that still
// stand; nothing for one that not anyone may read.
absl::StatusOr<std::optional<v1::Document>> ReadExported(const kv::Reader& reader,
                                                         const settings::Settings& settings,
                                                         uint64_t id);

// Adds a message as a line of JSON by the names of its fields.
absl::Status AddJsonLine(const google::protobuf::Message& message, std::string* lines);

}  // namespace santong::queries
