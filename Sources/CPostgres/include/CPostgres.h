#ifndef CPOSTGRES_H
#define CPOSTGRES_H

#include <stdbool.h>
#include <stdint.h>

// The part of libpq that a ledger needs, by the interface that PostgreSQL documents (chapter "libpq — C Library").
//
// The library is loaded at run time, so that a program is built, and runs, without PostgreSQL; only who calls cp_pg_load() needs it.
// Nothing else here may be called before that has succeeded.

/// A connection (PGconn) and a result (PGresult) of the library.
typedef struct cp_pg_connection cp_pg_connection;
typedef struct cp_pg_result cp_pg_result;

/// Loads the library of a name, once. Returns false, with the reason in a buffer of so many bytes, where it or one of its functions is
/// missing. Any thread may call it.
bool cp_pg_load(const char *name, char *reason, int size);

/// What PQconnectPoll says.
enum cp_pg_polling { CP_PG_FAILED = 0, CP_PG_READING = 1, CP_PG_WRITING = 2, CP_PG_DONE = 3 };
/// What PQresultStatus says, as far as it is of interest here.
enum cp_pg_status { CP_PG_COMMAND_OK = 1, CP_PG_TUPLES_OK = 2 };

/// PQconninfoParse: whether a connection string can be read, and whether a password stands in it.
bool cp_pg_parses(const char *address, bool *has_password);

/// Whether the library would try to connect at all, which it does not by options that it does not know the value of, a service that
/// it does not find and the like; nobody is reached for that. The reason, in a buffer of so many bytes, may repeat a part of the
/// address.
bool cp_pg_takes(const char *address, char *reason, int size);

/// PQconnectStartParams, with the SQLSTATE in the messages of a connection that fails, and with notices that go nowhere. Of several
/// servers in the address it takes one that can be written to.
cp_pg_connection *cp_pg_connect_start(const char *address);
int cp_pg_connect_poll(cp_pg_connection *connection);
/// Whether PQstatus is CONNECTION_OK.
bool cp_pg_is_open(const cp_pg_connection *connection);
void cp_pg_finish(cp_pg_connection *connection);
int cp_pg_socket(const cp_pg_connection *connection);
const char *cp_pg_error(const cp_pg_connection *connection);
/// PQconnectionNeedsPassword.
bool cp_pg_needs_password(const cp_pg_connection *connection);
int cp_pg_process(const cp_pg_connection *connection);
int cp_pg_version(const cp_pg_connection *connection);
bool cp_pg_set_nonblocking(cp_pg_connection *connection);

/// PQsendQueryParams, with all values and the results in binary.
bool cp_pg_send(
    cp_pg_connection *connection, const char *statement, int count, const uint32_t *types, const char *const *values,
    const int *lengths, const int *formats);
/// PQflush: 0 where all is sent, 1 where some is left, -1 where it failed.
int cp_pg_flush(cp_pg_connection *connection);
bool cp_pg_consume(cp_pg_connection *connection);
bool cp_pg_is_busy(cp_pg_connection *connection);
cp_pg_result *cp_pg_next_result(cp_pg_connection *connection);

int cp_pg_result_status(const cp_pg_result *result);
/// PQresultErrorField: the SQLSTATE, and the server's primary message; NULL where it has none.
const char *cp_pg_result_state(const cp_pg_result *result);
const char *cp_pg_result_message(const cp_pg_result *result);
/// PQcmdStatus: the tag of the command, such as COMMIT.
const char *cp_pg_result_tag(cp_pg_result *result);
int cp_pg_row_count(const cp_pg_result *result);
bool cp_pg_is_null(const cp_pg_result *result, int row, int column);
const char *cp_pg_value(const cp_pg_result *result, int row, int column);
int cp_pg_length(const cp_pg_result *result, int row, int column);
void cp_pg_clear(cp_pg_result *result);

/// PQnotifies: takes the next notification. Returns the process that sent it, or 0 where there is none.
int cp_pg_next_notification(cp_pg_connection *connection);

/// A file descriptor that is readable once eight bytes were written to it (eventfd), for which Swift has no name; -1 where the
/// system has none left. It needs no library.
int cp_pg_wakeup(void);

#endif
