// The command that usually comes next. A hint for people: the server alone decides what may be
// done.
#pragma once

#include "client/cli/session.h"

namespace santong::cli {

// Says it for a document, by its state; says nothing for anything else.
void SayNextStep(Session& session, const google::protobuf::Message& response);

}  // namespace santong::cli
