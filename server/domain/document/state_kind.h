// What several rules ask of a document's state.
#pragma once

#include "santong/v1/document.pb.h"

namespace santong::document {

// An act ended it (废止、被替代、撤销); one that lapsed may still be continued.
inline bool WasEnded(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_REPEALED || state == v1::DOCUMENT_STATE_SUPERSEDED ||
         state == v1::DOCUMENT_STATE_REVOKED;
}

// Somebody may still have to act on it.
inline bool IsAtWork(v1::DocumentState state) {
  switch (state) {
    case v1::DOCUMENT_STATE_DRAFT:
    case v1::DOCUMENT_STATE_SUBMITTED:
    case v1::DOCUMENT_STATE_RETURNED:
    case v1::DOCUMENT_STATE_REGISTERED:
    case v1::DOCUMENT_STATE_PUBLISHED:
    case v1::DOCUMENT_STATE_IN_EFFECT:
    case v1::DOCUMENT_STATE_SUSPENDED:
    case v1::DOCUMENT_STATE_LEGACY:
      return true;
    default:
      return false;
  }
}

}  // namespace santong::document
