import { z } from 'zod'
import { lineSchema } from '../../text.ts'
import { carriedBytes, mostCarriedBytes, variableNameSchema } from '../carried.ts'

/** A word that calls are found by, such as `vip`. */
const tagSchema = lineSchema(30).min(1, 'Enter the tag.')

/**
 * Changes the name that is shown to who is rung, adds tags to the call, sets variables for later steps. The
 * platform's Dial carries the name (`callerName`); the number shown is not changed here.
 */
export const callerIdConfigSchema = z
  .strictObject({
    callerName: z
      .strictObject({
        /** `set`: instead of the name that there is; `prefix`: before it. */
        mode: z.enum(['set', 'prefix']),
        text: lineSchema(60).min(1, 'Enter the name, or switch it off.'),
      })
      .nullable()
      .default(null),
    tags: z
      .array(tagSchema)
      .max(10, 'Use 10 tags at most.')
      .superRefine((tags, check) => {
        for (const [index, tag] of tags.entries()) {
          if (tags.indexOf(tag) === index) continue
          const message = 'This tag is here already. Remove one of the two.'
          check.addIssue({ code: 'custom', path: [index], message })
        }
      })
      .default([]),
    variables: z
      .array(
        z.strictObject({
          name: variableNameSchema,
          value: lineSchema(200),
        }),
      )
      .max(20, 'Use 20 variables at most.')
      .superRefine((variables, check) => {
        const names = variables.map((variable) => variable.name)
        for (const [index, name] of names.entries()) {
          if (names.indexOf(name) === index) continue
          const message = 'Another variable has this name. Give one of the two another.'
          check.addIssue({ code: 'custom', path: [index, 'name'], message })
        }
      })
      .default([]),
  })
  .superRefine(({ callerName, tags, variables }, check) => {
    const values = Object.fromEntries(variables.map(({ name, value }) => [name, value]))
    const name = callerName?.text ?? null
    const bytes = carriedBytes({ callerName: name, tags, variables: values })
    if (bytes <= mostCarriedBytes) return
    const message = `Name, tags and variables take ${bytes} bytes together, and a call carries ${mostCarriedBytes}. Shorten or remove some.`
    check.addIssue({ code: 'custom', path: ['variables'], message })
  })
