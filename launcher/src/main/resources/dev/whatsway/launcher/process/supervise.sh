#!/bin/sh
# The part of supervision that must outlive the launcher's JVM.
#   supervise.sh child PIDFILE SIGNAL OWNER COMMAND...
#       notes this process in PIDFILE, then becomes COMMAND
#   supervise.sh watchdog FOLDER OWNER
#       ends every process of OWNER that is noted in FOLDER once standard input is closed
# A pid file holds four lines: pid, start mark, the signal that asks the process to end, owner. The
# owner keeps a watchdog that is still ending its launcher's children off those of the next launcher.

# The start mark tells a process from a later one that got the same pid; ProcessMark.java makes the
# same one. Nothing is printed for a process that is gone or a zombie.
mark() {
  if [ -r /proc/self/stat ]; then
    [ -r "/proc/$1/stat" ] || return 0
    read -r stat <"/proc/$1/stat" 2>/dev/null || return 0
    # The command in parentheses may hold blanks and parentheses; state and the rest follow the last.
    set -- ${stat##*) }
    [ "$1" = Z ] || echo "$(cat /proc/sys/kernel/random/boot_id)-${20}"
  else
    LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null | sed 's/^ *//; s/ *$//'
  fi
}

child() {
  pidfile=$1
  signal=$2
  owner=$3
  shift 3
  printf '%s\n%s\n%s\n%s\n' "$$" "$(mark $$)" "$signal" "$owner" >"$pidfile.new" &&
    mv "$pidfile.new" "$pidfile"
  exec "$@"
}

# each_noted FOLDER OWNER ACTION: runs ACTION PID SIGNAL for every noted process that still lives.
each_noted() {
  for file in "$1"/*.pid; do
    [ -f "$file" ] || continue
    { read -r pid && read -r noted && read -r signal && read -r owner; } <"$file" || continue
    [ "$owner" = "$2" ] && [ -n "$noted" ] && [ "$(mark "$pid")" = "$noted" ] && "$3" "$pid" "$signal"
  done
  return 0
}

ask() { kill "-$2" "$1" 2>/dev/null; }
force() { kill -KILL "$1" 2>/dev/null; }
count() { living=$((living + 1)); }

watchdog() {
  # A terminal's Ctrl-C is the launcher's business; only its end is the watchdog's.
  trap '' INT TERM HUP QUIT
  cat >/dev/null
  asked=0
  while [ $asked -lt 100 ]; do
    # Asked again every second: a child may have been on its way when the launcher died.
    [ $((asked % 10)) -ne 0 ] || each_noted "$1" "$2" ask
    living=0
    each_noted "$1" "$2" count
    if [ $living -eq 0 ] && [ $asked -ge 5 ]; then
      exit 0
    fi
    asked=$((asked + 1))
    sleep 0.1
  done
  each_noted "$1" "$2" force
}

mode=$1
shift
"$mode" "$@"
