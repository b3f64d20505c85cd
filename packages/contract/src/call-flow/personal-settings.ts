import { z } from 'zod'

/** Where calls are forwarded: an extension number, or a number outside that the person may call. */
const forwardTargetSchema = z
  .string()
  .trim()
  .overwrite((text) => text.replace(/[\s().-]/g, ''))
  .regex(
    /^(\d{2,6}|\+[1-9]\d{5,14})$/,
    'Write an extension number such as 1002, or a number with + and country code.',
  )
  .nullable()

/**
 * `GET` and `PUT /api/v1/extensions/{id}/personal-settings`: what a person sets for the own extension. It acts
 * at once, is no part of the draft, and no Apply changes it.
 */
export const personalSettingsSchema = z.strictObject({
  /** Calls are treated as if the line were busy. */
  doNotDisturb: z.boolean(),
  forwardAlways: forwardTargetSchema,
  forwardBusy: forwardTargetSchema,
  forwardNoAnswer: forwardTargetSchema,
  forwardUnreachable: forwardTargetSchema,
})
export type PersonalSettings = z.infer<typeof personalSettingsSchema>

export const usualPersonalSettings: PersonalSettings = {
  doNotDisturb: false,
  forwardAlways: null,
  forwardBusy: null,
  forwardNoAnswer: null,
  forwardUnreachable: null,
}
