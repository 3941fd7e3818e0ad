import { control, defineModule, events } from "#engine/module-definition.ts";

/** Gives the transport's time to the patch. */
export const transport = defineModule({
  type: "sequencer.transport",
  version: 1,
  kind: "sequencer",
  title: "Transport",
  summary: "Gives the transport's time as rising values and a note on every beat.",
  help: "“Beat” rises from 0 to 1 over each beat and “Bar” over each bar, so a cable from either moves a parameter in time. “Pulse” plays a note on every beat while the transport runs. Tempo and position are set in the transport bar.",
  aliases: ["clock", "tempo", "beat", "phase", "metronome"],
  inputs: {},
  outputs: { beat: control("Beat"), bar: control("Bar"), pulse: events("Pulse") },
  parameters: {},
  sequencer: "transport",
  example: {
    modules: {
      transport: { type: "sequencer.transport" },
      oscillator: { type: "audio.oscillator" },
      output: { type: "io.audio-output" },
    },
    connections: ["transport.pulse -> oscillator.notes", "oscillator.audio -> output.audio"],
  },
});
