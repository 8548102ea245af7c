// Keeps what witnesses say of a checkpoint.
#pragma once

#include <string>

#include "santong/v1/log_service.pb.h"
#include "server/acts/request.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Adds the cosignature to the checkpoint, in place of an earlier one of that witness; the reply is
// the checkpoint's note. It is no event: the register is the same without it. INVALID_ARGUMENT when
// the signature is not the key's or the checkpoint has as many as it may have, NOT_FOUND for an
// unknown checkpoint.
void AddCosignature(kv::Store& store, const v1::AddCosignatureRequest& request,
                    Reply<std::string> reply);

}  // namespace santong::acts
