// One connection to the HTTP server, from its handshake to its close: it reads a request within the
// limits, hands it on, writes the answer, and begins again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>

#include "server/gateway/site.h"

namespace santong::gateway {

// What happens on one connection happens one after the other.
using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

// Serves a connection that was just accepted; returns at once. `tls` is nullptr for a server
// without TLS. All must outlive the connection.
void Serve(Site& site, Site::Place place, Socket socket, boost::asio::ssl::context* tls);

}  // namespace santong::gateway
