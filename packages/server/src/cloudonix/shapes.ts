import { z } from 'zod'

/** What we read of the platform's objects; everything else is let through unread. */

const profile = z.record(z.string(), z.unknown()).catch({})
const optionalBoolean = z.boolean().catch(true)

const domainShape = z.looseObject({
  domain: z.string().min(1),
  uuid: z.string().optional().catch(undefined),
  defaultApplication: z.number().nullable().optional().catch(null),
  application: z
    .looseObject({ id: z.number(), name: z.string(), type: z.string().catch('cxml') })
    .nullable()
    .optional()
    .catch(null),
  profile,
})

const packageShape = z.looseObject({
  tenant: z.looseObject({
    billingPlan: z.looseObject({ package: z.looseObject({ name: z.string() }) }),
  }),
})

export interface PlatformDomain {
  name: string
  uuid: string | null
  defaultApplicationId: number | null
  /** The default application, where the answer names it. */
  defaultApplication: { id: number; name: string; type: string } | null
  profile: Record<string, unknown>
  noAnswerTimeout: number
  recordingFormat: 'mp3' | 'wav'
  package: string | null
}

export const domainSchema = domainShape.transform((raw): PlatformDomain => {
  // The papers put these into the profile; the original PBX reads them from the domain itself.
  const setting = (key: string) => raw.profile[key] ?? raw[key]
  const timeout = Number(setting('call-timeout') ?? 60)
  return {
    name: raw.domain,
    uuid: raw.uuid ?? null,
    defaultApplicationId: raw.defaultApplication ?? null,
    defaultApplication: raw.application ?? null,
    profile: raw.profile,
    noAnswerTimeout: Number.isInteger(timeout) && timeout >= 5 && timeout <= 120 ? timeout : 60,
    recordingFormat: setting('recording-media-type') === 'wav' ? 'wav' : 'mp3',
    package: packageShape.safeParse(raw).data?.tenant.billingPlan.package.name ?? null,
  }
})

export const applicationSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  type: z.string().catch('cxml'),
  url: z.string().catch(''),
  method: z.string().catch(''),
})
export type PlatformApplication = z.infer<typeof applicationSchema>

export const subscriberSchema = z
  .looseObject({
    id: z.union([z.number(), z.string()]),
    msisdn: z.string(),
    uuid: z.string().nullable().optional().catch(null),
    active: optionalBoolean,
  })
  .transform((raw) => {
    // Both spellings are in use: the newer papers write the first, the older ones the second.
    const password = raw.sipPassword ?? raw['sip-password']
    return {
      id: String(raw.id),
      msisdn: raw.msisdn,
      uuid: raw.uuid ?? null,
      active: raw.active,
      sipPassword: typeof password === 'string' ? password : null,
    }
  })
export type PlatformSubscriber = z.infer<typeof subscriberSchema>

export const platformTrunkSchema = z.looseObject({
  name: z.string(),
  direction: z.string(),
  active: optionalBoolean,
})

export const platformVoiceSchema = z.looseObject({
  voice: z.string(),
  gender: z.string().nullable().catch(null),
  languages: z.array(z.string()).catch([]),
  provider: z.string().nullable().catch(null),
  pricing: z.string().nullable().catch(null),
})

export const platformDnidSchema = z.looseObject({
  id: z.number(),
  applicationId: z.number().nullable().catch(null),
  active: optionalBoolean,
  dnid: z.string().nullable().catch(null),
  source: z.string().nullable().catch(null),
})
