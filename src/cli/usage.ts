/** What `optophone --help` prints, and what follows a command line that makes no sense. */
export const USAGE = `Usage: optophone <command> [options]

  run <script> [--engine NAME] [--patch FILE] [--seconds N]
      Runs a script on an empty patch, or on the one given, then lets the engine go on for N seconds
      of its own time (default 0). What the script prints goes to stdout, errors as file:line: message
      to stderr. --engine names the language where the file's ending doesn't, or another one.

  render <patch> --out FILE [--seconds N] [--seed N] [--size WxH] [--fps N]
      Renders N seconds (default 10) of a patch from its beginning, as fast as this machine can.
      FILE ends in .wav for the sound (48 kHz, stereo, 32-bit float: the engine's own samples),
      is like frames/%05d.png for a picture a file, or ends in .webm for both.
      --seed replaces the patch's seed. --size (default 1280x720) and --fps (default 30) are for pictures.

  validate <patch>
      Says whether a patch file is whole, or where each fault is.

  diff <before> <after> [--json | --commands]
      Says what makes the second patch of the first, a line for each change: in words, as JSON, or as
      commands. Ends with 0 when nothing differs, 1 when something does, 2 when a file can't be read.

  merge <base> <ours> <theirs> -o OUT [--name NAME]
      Brings together what two patches changed since the one they come from. OUT opens whatever clashes:
      ours stays where only one can be had. Such conflicts are said, lie beside as OUT.conflicts.json
      and make it end with 1. --name is what the patch is called where OUT is a passing name.

  fmt [--check] <patch>...
      Writes patches as Optophone saves them. --check only says which differ, and ends with 1 then.

  text <patch> [--raw-if-broken]
      Prints a patch as lines to read and compare. With --raw-if-broken also a file that is none.

  git-setup
      Makes git diff and git merge of this repository understand patches: adds a line to .gitattributes,
      and this program to the clone's settings.

  modules [--json]
      Lists every module with its ports and parameters.

  --help, --version

Exit codes: 0 done, 1 a script or patch is at fault, 2 usage, 3 a script exceeded a limit;
            of diff, merge and fmt 1 a difference or conflict, 2 usage or a file that can't be read.`;
