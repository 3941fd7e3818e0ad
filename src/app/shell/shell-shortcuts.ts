import type { PatchFiles } from "#app/files/patch-files.ts";
import { pressesWithSpace } from "#app/keys/bind-shortcuts.ts";
import type { Shortcut } from "#app/keys/shortcut.ts";

export interface ShellActions {
  readonly files: PatchFiles;
  readonly playPause: () => void;
  readonly panic: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly outputWindow: () => void;
  readonly showKeys: () => void;
  readonly findModule: () => void;
}

/** The keys that work wherever one is in the app. */
export function shellShortcuts(actions: ShellActions): readonly Shortcut[] {
  const { files } = actions;
  const everywhere = { group: "Everywhere", scope: "everywhere" } as const;
  const outsideText = { group: "Everywhere", scope: "outside-text" } as const;
  return [
    {
      ...outsideText,
      keys: ["Space"],
      label: "Play or pause",
      run: () => {
        if (!pressesWithSpace(document.activeElement)) actions.playPause();
      },
    },
    { ...everywhere, keys: ["$mod+Period"], label: "Panic: silence everything", run: actions.panic },
    { ...outsideText, keys: ["$mod+z"], label: "Undo", run: actions.undo },
    { ...outsideText, keys: ["$mod+Shift+z", "$mod+Shift+Z", "$mod+y"], label: "Redo", run: actions.redo },
    { ...everywhere, keys: ["$mod+s"], label: "Save", run: () => void files.save() },
    { ...everywhere, keys: ["$mod+Shift+s", "$mod+Shift+S"], label: "Save as", run: () => void files.saveAs() },
    { ...everywhere, keys: ["$mod+o"], label: "Open", run: () => void files.open() },
    { ...everywhere, keys: ["$mod+Alt+n", "$mod+n"], label: "New patch", run: files.create },
    { ...everywhere, keys: ["$mod+Shift+o", "$mod+Shift+O"], label: "Output window", run: actions.outputWindow },
    { group: "Everywhere", scope: "free-keys", keys: ["/"], label: "Find a module", run: actions.findModule },
    { group: "Everywhere", scope: "free-keys", keys: ["?", "Shift+?"], label: "Show the keys", run: actions.showKeys },
  ];
}
