import { z } from 'zod'
import { pinSchema } from '../pin.ts'
import { promptSchema } from '../prompt.ts'

/** A room in which callers talk with each other. Only what the platform's Conference noun documents. */
export const conferenceConfigSchema = z
  .strictObject({
    /** Kept secret. Null: everybody may come in. */
    pin: pinSchema,
    /** Who enters it is the host. Kept secret. */
    hostPin: pinSchema,
    /** Asked for a PIN, where there is one. */
    pinPrompt: promptSchema.default({ text: 'Enter your PIN, then press the pound key.' }),
    maxParticipants: z
      .int()
      .min(2, 'Allow 2 people at least.')
      .max(250, 'Use 250 people at most.')
      .default(50),
    /** Others hear music until the host has come. */
    waitForHost: z.boolean().default(false),
    /** All but the host cannot be heard. */
    joinMuted: z.boolean().default(false),
    /** A tone when somebody comes or goes. */
    tone: z.enum(['both', 'join', 'leave', 'none']).default('both'),
    /** The platform's spoken announcements. */
    announce: z.boolean().default(false),
    /** Music for who is alone or waits. */
    holdMusic: z.boolean().default(true),
    /** What is said in the room is recorded. */
    record: z.boolean().default(false),
  })
  .superRefine(({ pin, hostPin, waitForHost, joinMuted }, check) => {
    const wrong = (message: string) =>
      check.addIssue({ code: 'custom', path: ['hostPin'], message })
    if (pin !== null && pin === hostPin)
      wrong('This is the PIN of the others too. Choose another for the host.')
    if (hostPin !== null) return
    if (joinMuted) wrong('Set a host PIN: without one nobody could be heard.')
    else if (waitForHost)
      wrong('Set a host PIN: without one nobody could be the host, and all would wait forever.')
  })
