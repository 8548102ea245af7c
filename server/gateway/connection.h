// One connection to the HTTP server, from its handshake to its close: it reads a request within the
// limits, hands it on, writes the answer, and begins again.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "server/gateway/site.h"

namespace santong::gateway {

// Serves a connection that was just accepted; returns at once. The socket's executor must be a
// strand. `tls` is nullptr for a server without TLS. All must outlive the connection.
void Serve(Site& site, Site::Place place, boost::asio::ip::tcp::socket socket,
           boost::asio::ssl::context* tls);

}  // namespace santong::gateway
