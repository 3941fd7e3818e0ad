import workletUrl from "./worklet.ts?worker&url";
import { PROCESSOR_NAME, type ProcessorOptions } from "./worklet-protocol.ts";

/** Makes the node that runs the host; it begins with the context. The context's rate must be 48 kHz. */
export async function createHostNode(
  context: BaseAudioContext,
  prepare: () => ProcessorOptions,
): Promise<AudioWorkletNode> {
  await context.audioWorklet.addModule(workletUrl);
  return new AudioWorkletNode(context, PROCESSOR_NAME, {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [2],
    processorOptions: prepare(),
  });
}
