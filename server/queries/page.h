// Pages of a list (AIP-158): sizes and opaque tokens.
//
//   token  base64url(seal[20] last key)
//
// The last key is that of a row that was shown or, where a call has read all that one may, of any.
// The seal is blank here: it is put on and checked where a call passes (server/rpc/page_seal.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"

namespace santong::queries {

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1000;
inline constexpr size_t kPageSealBytes = 20;
// A page ends before it grows past this, for a client takes 4 MiB unless told otherwise (grpc,
// GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH). A row that is larger has a page of its own.
inline constexpr size_t kPageBytesMax = 4'000'000;

// 0 means the default, more than the maximum means the maximum.
int PageSize(int asked);

// A token that holds the last key of the page.
std::string MakePageToken(absl::string_view last_key);

// The last key; empty for an empty token. INVALID_ARGUMENT (PAGE_TOKEN_INVALID) when it is no
// token.
absl::StatusOr<std::string> ReadPageToken(absl::string_view token);

// PAGE_TOKEN_INVALID unless the list of `prefix` goes on after `after`, which may be empty. Which
// entries a list goes through depends on what is registered, too: an organ may have been merged
// since the page before.
absl::Status CheckGoesOn(absl::string_view after, absl::string_view prefix);

inline size_t BytesOf(const google::protobuf::MessageLite& row) { return row.ByteSizeLong(); }
inline size_t BytesOf(const std::string& row) { return row.size(); }

// Where a page ends whose rows are read one by one, of which not all are shown. What is not shown
// tells nothing of itself: there is a token where another row follows that is shown, or where a
// call has read all that one may.
class PageEnd {
 public:
  PageEnd(int page_size, int read_max) : page_size_(page_size), read_max_(read_max) {}

  // Before each row. False where this call reads no more.
  bool Begins(absl::string_view key) {
    if (read_ == read_max_) {
      end_ = last_read_;
      return false;
    }
    ++read_;
    last_read_ = std::string(key);
    return true;
  }
  // After it, with what the page has now. False where the page is over: its last row, which is one
  // or some bytes too many, is taken off.
  template <typename Rows>
  bool GoesOn(Rows* rows) {
    if (rows->size() == shown_) return true;
    bytes_ += BytesOf(rows->Get(rows->size() - 1));
    if (rows->size() > page_size_ || (shown_ > 0 && bytes_ > kPageBytesMax)) {
      rows->RemoveLast();
      end_ = last_shown_;
      return false;
    }
    last_shown_ = last_read_;
    shown_ = rows->size();
    return true;
  }
  // Empty at the end of the list.
  std::string Token() const { return end_.empty() ? std::string() : MakePageToken(end_); }

 private:
  const int page_size_;
  const int read_max_;
  int read_ = 0;
  int shown_ = 0;
  size_t bytes_ = 0;
  std::string last_read_;
  std::string last_shown_;
  std::string end_;
};

}  // namespace santong::queries
