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
  // `first` must outlive it; `role` is the server's, promoted; `done` is called once, on the
  // follower's thread.
  FenceFirst(FirstClient& first, std::string data_dir, const store::v1::RoleRecord& role,
             std::function<void()> done)
      : first_(first), data_dir_(std::move(data_dir)), done_(std::move(done)) {
    request_.set_term(role.promoted_term());
    request_.set_standby(role.standby());
  }

  absl::string_view name() const override { return "fence"; }
  absl::StatusOr<bool> Advance() override {
    if (told_) return false;
    v1::FenceStoreResponse reply;
    const auto context = first_.NewContext(absl::Seconds(5));
    absl::Status told =
        FromCall(first_.stub().FenceStore(context.get(), request_, &reply), first_.address());
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
  const std::function<void()> done_;
  v1::FenceStoreRequest request_;
  bool told_ = false;
};

}  // namespace santong::standby
