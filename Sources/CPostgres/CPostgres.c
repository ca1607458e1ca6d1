#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

// Whatever the library declares that is used here, in words of its documentation. All of it has been there since PostgreSQL 9.3.

typedef struct {
    char *keyword;
    char *envvar;
    char *compiled;
    char *value;
    char *label;
    char *dispchar;
    int dispsize;
} option;

typedef struct {
    char *relname;
    int be_pid;
    char *extra;
} notification;

enum { CONNECTION_OK = 0, PING_NO_ATTEMPT = 3, ERRORS_VERBOSE = 2, FIELD_STATE = 'C', FIELD_MESSAGE = 'M' };

// Each function with its type: what is called, what it returns, what it takes.
#define FUNCTIONS(EACH)                                                                                                      \
    EACH(PQconninfoParse, option *, (const char *, char **))                                                                 \
    EACH(PQconninfoFree, void, (option *))                                                                                   \
    EACH(PQconnectStartParams, cp_pg_connection *, (const char *const *, const char *const *, int))                          \
    EACH(PQpingParams, int, (const char *const *, const char *const *, int))                                                 \
    EACH(PQconnectPoll, int, (cp_pg_connection *))                                                                           \
    EACH(PQstatus, int, (const cp_pg_connection *))                                                                          \
    EACH(PQfinish, void, (cp_pg_connection *))                                                                               \
    EACH(PQsocket, int, (const cp_pg_connection *))                                                                          \
    EACH(PQerrorMessage, char *, (const cp_pg_connection *))                                                                 \
    EACH(PQconnectionNeedsPassword, int, (const cp_pg_connection *))                                                         \
    EACH(PQbackendPID, int, (const cp_pg_connection *))                                                                      \
    EACH(PQserverVersion, int, (const cp_pg_connection *))                                                                   \
    EACH(PQsetnonblocking, int, (cp_pg_connection *, int))                                                                   \
    EACH(PQsetErrorVerbosity, int, (cp_pg_connection *, int))                                                                \
    EACH(PQsetNoticeReceiver, void *, (cp_pg_connection *, void (*)(void *, const cp_pg_result *), void *))                  \
    EACH(PQsendQueryParams, int,                                                                                             \
         (cp_pg_connection *, const char *, int, const uint32_t *, const char *const *, const int *, const int *, int))      \
    EACH(PQflush, int, (cp_pg_connection *))                                                                                 \
    EACH(PQconsumeInput, int, (cp_pg_connection *))                                                                          \
    EACH(PQisBusy, int, (cp_pg_connection *))                                                                                \
    EACH(PQgetResult, cp_pg_result *, (cp_pg_connection *))                                                                  \
    EACH(PQresultStatus, int, (const cp_pg_result *))                                                                        \
    EACH(PQresultErrorField, char *, (const cp_pg_result *, int))                                                            \
    EACH(PQcmdStatus, char *, (cp_pg_result *))                                                                              \
    EACH(PQntuples, int, (const cp_pg_result *))                                                                             \
    EACH(PQgetisnull, int, (const cp_pg_result *, int, int))                                                                 \
    EACH(PQgetvalue, char *, (const cp_pg_result *, int, int))                                                               \
    EACH(PQgetlength, int, (const cp_pg_result *, int, int))                                                                 \
    EACH(PQclear, void, (cp_pg_result *))                                                                                    \
    EACH(PQnotifies, notification *, (cp_pg_connection *))                                                                   \
    EACH(PQfreemem, void, (void *))

#define MEMBER(name, result, parameters) result(*name) parameters;
static struct {
    FUNCTIONS(MEMBER)
} pq;
static bool is_loaded;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static const char *find_all(void *library) {
    // Data and code have pointers of one size here, as POSIX has it.
#define FIND(name, result, parameters)                                                                                       \
    *(void **)(&pq.name) = dlsym(library, #name);                                                                            \
    if (!pq.name) return #name;
    FUNCTIONS(FIND)
    return NULL;
}

bool cp_pg_load(const char *name, char *reason, int size) {
    pthread_mutex_lock(&loading);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    bool succeeds = library != NULL;
    if (!succeeds) {
        const char *words = dlerror();
        snprintf(reason, (size_t)size, "%s", words ? words : name);
    } else if (!is_loaded) {
        const char *missing = find_all(library);
        succeeds = is_loaded = missing == NULL;
        if (missing) snprintf(reason, (size_t)size, "%s has no function %s", name, missing);
    }
    // It stays for as long as the process lives; a second name for it is counted once.
    if (library && !succeeds) dlclose(library);
    pthread_mutex_unlock(&loading);
    return succeeds;
}

bool cp_pg_parses(const char *address, bool *has_password) {
    char *words = NULL;
    option *options = pq.PQconninfoParse(address, &words);
    *has_password = false;
    // The words may repeat a part of what was given, which nobody knows to be harmless.
    if (words) pq.PQfreemem(words);
    if (!options) return false;
    for (option *each = options; each->keyword; each++) {
        const bool is_secret = strcmp(each->keyword, "password") == 0 || strcmp(each->keyword, "sslpassword") == 0;
        if (is_secret && each->value) *has_password = true;
    }
    pq.PQconninfoFree(options);
    return true;
}

// The value of an option, or NULL.
static const char *value_of(const option *options, const char *keyword) {
    for (; options->keyword; options++) {
        if (strcmp(options->keyword, keyword) == 0) return options->value;
    }
    return NULL;
}

// The option whose value should be a number and is none, which the library tells once it has connected; or NULL.
static const char *not_a_number(const option *options) {
    static const char *const numbers[] = {
        "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"};
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
        const char *const value = value_of(options, numbers[index]);
        char *end = NULL;
        if (value && *value && (strtol(value, &end, 10), *end)) return numbers[index];
    }
    return NULL;
}

// Whether each port of a list is one; an empty one stands for the usual one.
static bool has_ports(const char *ports) {
    while (ports && *ports) {
        const size_t length = strcspn(ports, ",");
        char *end = NULL;
        const long port = strtol(ports, &end, 10);
        if (length > 0 && (end != ports + length || port < 1 || port > 65535)) return false;
        ports += length + (ports[length] == ',');
    }
    return true;
}

bool cp_pg_takes(const char *address, char *reason, int size) {
    *reason = 0;
    char *words = NULL;
    option *options = pq.PQconninfoParse(address, &words);
    if (words) pq.PQfreemem(words);
    if (!options) return false;
    const char *const host = value_of(options, "host");
    const char *const port = value_of(options, "port");
    const char *const wrong = has_ports(port) ? not_a_number(options) : "port";
    bool takes = wrong == NULL;
    if (wrong) snprintf(reason, (size_t)size, "invalid %s value", wrong);
    // A numeric address cannot be replaced, and would be asked.
    if (takes && !value_of(options, "hostaddr")) {
        // As many hosts as there are, each a folder without a socket: whatever is tried there fails at once, and reaches nobody.
        char nowhere[256] = "/dev/null/";
        size_t length = strlen(nowhere);
        for (const char *each = host; each && *each && length + 12 < sizeof nowhere; each++) {
            if (*each == ',') length += (size_t)snprintf(nowhere + length, sizeof nowhere - length, ",/dev/null/");
        }
        const char *const keywords[] = {"dbname", "host", port ? NULL : "port", NULL};
        const char *const values[] = {address, nowhere, port ? NULL : "5432", NULL};
        takes = pq.PQpingParams(keywords, values, 1) != PING_NO_ATTEMPT;
        cp_pg_connection *connection = takes ? NULL : pq.PQconnectStartParams(keywords, values, 1);
        if (connection) snprintf(reason, (size_t)size, "%s", pq.PQerrorMessage(connection));
        if (connection) pq.PQfinish(connection);
    }
    pq.PQconninfoFree(options);
    return takes;
}

// Without it the library writes notices to standard error.
static void ignore(void *context, const cp_pg_result *notice) {
    (void)context;
    (void)notice;
}

static bool names_several(const char *address) {
    option *options = pq.PQconninfoParse(address, NULL);
    if (!options) return false;
    const char *const host = value_of(options, "host");
    const char *const number = value_of(options, "hostaddr");
    const bool several = (host && strchr(host, ',')) || (number && strchr(number, ','));
    pq.PQconninfoFree(options);
    return several;
}

cp_pg_connection *cp_pg_connect_start(const char *address) {
    // Of several servers the one is meant that writes, whichever is named first; what the address itself says goes before that.
    const char *const keywords[] = {"target_session_attrs", "dbname", NULL};
    const char *const values[] = {names_several(address) ? "read-write" : NULL, address, NULL};
    cp_pg_connection *connection = pq.PQconnectStartParams(keywords, values, 1);
    if (!connection) return NULL;
    pq.PQsetErrorVerbosity(connection, ERRORS_VERBOSE);
    pq.PQsetNoticeReceiver(connection, ignore, NULL);
    return connection;
}

int cp_pg_connect_poll(cp_pg_connection *connection) { return pq.PQconnectPoll(connection); }

bool cp_pg_is_open(const cp_pg_connection *connection) { return pq.PQstatus(connection) == CONNECTION_OK; }

void cp_pg_finish(cp_pg_connection *connection) { pq.PQfinish(connection); }

int cp_pg_socket(const cp_pg_connection *connection) { return pq.PQsocket(connection); }

const char *cp_pg_error(const cp_pg_connection *connection) { return pq.PQerrorMessage(connection); }

bool cp_pg_needs_password(const cp_pg_connection *connection) { return pq.PQconnectionNeedsPassword(connection) != 0; }

int cp_pg_process(const cp_pg_connection *connection) { return pq.PQbackendPID(connection); }

int cp_pg_version(const cp_pg_connection *connection) { return pq.PQserverVersion(connection); }

bool cp_pg_set_nonblocking(cp_pg_connection *connection) { return pq.PQsetnonblocking(connection, 1) == 0; }

bool cp_pg_send(
    cp_pg_connection *connection, const char *statement, int count, const uint32_t *types, const char *const *values,
    const int *lengths, const int *formats) {
    return pq.PQsendQueryParams(connection, statement, count, types, values, lengths, formats, 1) == 1;
}

int cp_pg_flush(cp_pg_connection *connection) { return pq.PQflush(connection); }

bool cp_pg_consume(cp_pg_connection *connection) { return pq.PQconsumeInput(connection) == 1; }

bool cp_pg_is_busy(cp_pg_connection *connection) { return pq.PQisBusy(connection) != 0; }

cp_pg_result *cp_pg_next_result(cp_pg_connection *connection) { return pq.PQgetResult(connection); }

int cp_pg_result_status(const cp_pg_result *result) { return pq.PQresultStatus(result); }

const char *cp_pg_result_state(const cp_pg_result *result) { return pq.PQresultErrorField(result, FIELD_STATE); }

const char *cp_pg_result_message(const cp_pg_result *result) { return pq.PQresultErrorField(result, FIELD_MESSAGE); }

const char *cp_pg_result_tag(cp_pg_result *result) { return pq.PQcmdStatus(result); }

int cp_pg_row_count(const cp_pg_result *result) { return pq.PQntuples(result); }

bool cp_pg_is_null(const cp_pg_result *result, int row, int column) { return pq.PQgetisnull(result, row, column) != 0; }

const char *cp_pg_value(const cp_pg_result *result, int row, int column) { return pq.PQgetvalue(result, row, column); }

int cp_pg_length(const cp_pg_result *result, int row, int column) { return pq.PQgetlength(result, row, column); }

void cp_pg_clear(cp_pg_result *result) { pq.PQclear(result); }

int cp_pg_next_notification(cp_pg_connection *connection) {
    notification *next = pq.PQnotifies(connection);
    if (!next) return 0;
    const int process = next->be_pid;
    pq.PQfreemem(next);
    return process;
}

int cp_pg_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
