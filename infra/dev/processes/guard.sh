# Ends a process group, then deletes a folder, once the process that started this script has ended.
#   guard.sh GROUP_ID [FOLDER]
# It waits on its standard input. A line means "released": there is nothing to do. The end of input without a line
# means that the process at the other end has ended, even by SIGKILL: the system closes its pipes then.
trap '' INT TERM HUP
read -r released && exit 0
kill -s TERM -- "-$1" 2>/dev/null
tries=0
while [ "$tries" -lt 50 ] && kill -s 0 -- "-$1" 2>/dev/null; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -s KILL -- "-$1" 2>/dev/null
if [ -n "$2" ]; then rm -rf -- "$2"; fi
