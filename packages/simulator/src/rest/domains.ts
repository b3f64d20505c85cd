import { z } from 'zod'
import { PlatformError } from '../platform-error.ts'
import type { Domain } from '../state.ts'
import type { PlatformRequest, Register } from './access.ts'
import { showApplication } from './applications.ts'
import { mergeProfile, profileSchema, readBody } from './body.ts'

export function domainRoutes(register: Register): void {
  register('GET', '', ({ domain }) => showDomain(domain))
  register(['PUT', 'PATCH'], '', update)
}

/** Types of the profile's keys; a boolean as a text and the like is a 400. Other keys are free. */
const knownProfileKeys = profileSchema.pipe(
  z.looseObject({
    'call-timeout': z.number().int().positive().nullish(),
    'recording-media-type': z.enum(['wav', 'mp3']).nullish(),
    'session-update-endpoint': z.url().nullish(),
    'cdr-endpoint': z.url().nullish(),
    'authorization-api-key': z.string().nullish(),
    'redirect-unknown-to-border': z.boolean().nullish(),
  }),
)

const domainChange = z.looseObject({
  profile: knownProfileKeys.optional(),
  defaultApplication: z.number().int().nullable().optional(),
  active: z.boolean().optional(),
  registrationFree: z.boolean().optional(),
})

async function update({ ctx, domain, body }: PlatformRequest): Promise<unknown> {
  const change = readBody(domainChange, body)
  const { defaultApplication } = change
  if (defaultApplication !== undefined) {
    const exists = domain.applications.some(({ id }) => id === defaultApplication)
    if (defaultApplication !== null && !exists) {
      throw new PlatformError(400, `defaultApplication: no application ${defaultApplication}`)
    }
    domain.defaultApplication = defaultApplication
  }
  if (change.profile) domain.profile = mergeProfile(domain.profile, change.profile)
  domain.active = change.active ?? domain.active
  domain.registrationFree = change.registrationFree ?? domain.registrationFree
  domain.modifiedAt = new Date(ctx.now()).toISOString()
  await ctx.store.save()
  return showDomain(domain)
}

function showDomain(domain: Domain): Record<string, unknown> {
  const { id, tenantId, active, uuid, defaultApplication, registrationFree, profile } = domain
  const application = domain.applications.find((one) => one.id === defaultApplication)
  return {
    id,
    tenantId,
    domain: domain.domain,
    uuid,
    active,
    defaultApplication,
    registrationFree,
    profile,
    ...(application ? { application: showApplication(application) } : {}),
    aliases: [],
    tenant: {
      id: tenantId,
      name: domain.domain.split('.')[0],
      uuid: domain.tenantUuid,
      active: true,
      billingPlan: { package: { name: 'Simulator' } },
    },
    createdAt: domain.createdAt,
    modifiedAt: domain.modifiedAt,
    deletedAt: null,
  }
}
