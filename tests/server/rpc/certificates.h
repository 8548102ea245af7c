// Certificates made while the test runs, so that none can expire in the tree.
#pragma once

#include <string>

namespace santong::testing {

struct KeyPair {
  std::string certificate_pem;
  std::string key_pem;
};

// A self-signed CA with a P-256 key.
KeyPair MakeCa(const std::string& common_name);
// A certificate for localhost and 127.0.0.1 that `ca` signed; good for `days` from now.
KeyPair MakeCertificate(const KeyPair& ca, const std::string& common_name, int days = 30);

}  // namespace santong::testing
