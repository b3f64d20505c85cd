import { askForMessage, takeMessage } from '../record-message.ts'
import type { NodeRunner } from '../walk.ts'

/** Greets, records, keeps the message, and ends the call. */
export const voicemailRunner: NodeRunner<'voicemail'> = {
  enter: (walk, node) => askForMessage(walk, node, node.config),
  resume: (walk, node, resumed) => takeMessage(walk, node, resumed.result),
}
