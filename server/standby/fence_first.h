// After a promotion: tells the old first that it was replaced, until it hears it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "grpcpp/grpcpp.h"
#include "server/followers/follower.h"
#include "server/standby/first_client.h"
#include "server/standby/role_file.h"

namespace santong::standby {

class FenceFirst final : public followers::Follower {
 public:
  // `first` must outlive it; `done` is called once, on the follower's thread.
  FenceFirst(FirstClient& first, std::string data_dir, int64_t term, std::function<void()> done)
      : first_(first), data_dir_(std::move(data_dir)), term_(term), done_(std::move(done)) {}

  absl::string_view name() const override { return "fence"; }
  absl::StatusOr<bool> Advance() override {
    if (told_) return false;
    v1::FenceStoreRequest request;
    request.set_term(term_);
    v1::FenceStoreResponse reply;
    const auto context = first_.NewContext(absl::Seconds(5));
    absl::Status told =
        FromCall(first_.stub().FenceStore(context.get(), request, &reply), first_.address());
    if (told.ok()) {
      told =
          UpdateRole(data_dir_, [](store::v1::RoleRecord& role) { role.set_first_fenced(true); });
    }
    if (!told.ok()) return told;
    told_ = true;
    done_();
    return false;
  }

 private:
  FirstClient& first_;
  const std::string data_dir_;
  const int64_t term_;
  const std::function<void()> done_;
  bool told_ = false;
};

}  // namespace santong::standby
