import { z } from 'zod'
import { emailSchema } from './mail.ts'
import { countrySchema } from './number-schemas.ts'
import { pageQuerySchema } from './pagination.ts'
import { apiKeyScopeSchema, permissionSchema, roleSchema } from './permissions.ts'
import { nameSchema, timeSchema, timeZoneSchema } from './text.ts'

/** 10–200 characters; length beats symbols. */
const passwordSchema = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(200, 'Use 200 characters at most.')

/** `GET /api/v1/setup`. `codeRequired`: not asked from this computer, so the code from the log is needed. */
export const setupStateSchema = z.object({ needed: z.boolean(), codeRequired: z.boolean() })

/** `POST /api/v1/setup`. */
export const setupSchema = z.strictObject({
  organization: nameSchema,
  timeZone: timeZoneSchema,
  country: countrySchema,
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  setupCode: z.string().max(100).optional(),
})

/** `POST /api/auth/sign-in/email`. */
export const signInSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1, 'Enter your password.').max(200),
})

export const organizationSchema = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  country: z.string(),
  status: z.enum(['active', 'suspended']),
  version: z.int(),
  createdAt: timeSchema,
})
export type Organization = z.infer<typeof organizationSchema>

/** `PATCH /api/v1/organization`. */
export const organizationChangeSchema = z.strictObject({
  name: nameSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  country: countrySchema.optional(),
})

/** `POST /api/v1/organizations` by an operator: the owner gets an invitation link. */
export const organizationCreateSchema = z.strictObject({
  name: nameSchema,
  timeZone: timeZoneSchema,
  country: countrySchema,
  ownerName: nameSchema,
  ownerEmail: emailSchema,
})

/** The answer to the creation: the owner's invitation, whose link holds the secret. */
export const organizationCreatedSchema = organizationSchema.extend({
  invitation: z.object({ email: z.string(), expiresAt: timeSchema, link: z.string() }),
})
/** `PATCH /api/v1/organizations/{id}` by an operator: nobody can act in a suspended organization. */
export const organizationStatusChangeSchema = z.strictObject({
  status: organizationSchema.shape.status,
})

/** `GET /api/v1/me`. */
export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isOperator: z.boolean(),
  /** Null for an operator who belongs to none. */
  organization: organizationSchema.nullable(),
  role: roleSchema.nullable(),
  permissions: z.array(permissionSchema),
  memberships: z.array(
    z.object({ organizationId: z.string(), name: z.string(), role: roleSchema }),
  ),
  /** The extension node of this person in the current organization's draft, if any. */
  extension: z.object({ id: z.string(), number: z.string() }).nullable(),
})
export type Me = z.infer<typeof meSchema>

/** `PATCH /api/v1/me`: the own name, in the current organization. */
export const meChangeSchema = z.strictObject({ name: nameSchema })
/** `POST /api/v1/me/password`: every sign-in of the person ends, this browser gets a new one. */
export const passwordChangeSchema = z.strictObject({
  currentPassword: signInSchema.shape.password,
  newPassword: passwordSchema,
})

export const switchOrganizationSchema = z.strictObject({ id: z.string().max(64) })

/** A member of the organization, `/api/v1/users`. */
export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  extension: z.object({ id: z.string(), number: z.string() }).nullable(),
  joinedAt: timeSchema,
  lastSeenAt: timeSchema.nullable(),
  version: z.int(),
})
export type User = z.infer<typeof userSchema>
export const userChangeSchema = z.strictObject({
  name: nameSchema.optional(),
  role: roleSchema.optional(),
})

/** `/api/v1/invitations`: a link, valid 7 days, used once. */
export const invitationCreateSchema = z.strictObject({
  name: nameSchema,
  email: emailSchema,
  role: roleSchema,
})
export const invitationSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  status: z.enum(['open', 'accepted', 'revoked', 'expired']),
})
export type Invitation = z.infer<typeof invitationSchema>
/** Only in the answer to the creation: the link holds the secret. */
export const invitationCreatedSchema = invitationSchema.extend({ link: z.string() })
/** `GET /api/v1/invitations/open/{token}` for the page that accepts one. */
export const openInvitationSchema = z.object({
  organization: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  expiresAt: timeSchema,
  /** This e-mail already has an account: its password is asked instead of a new one. */
  hasAccount: z.boolean(),
})
/** `POST /api/v1/invitations/open/{token}`: signs in (201 + cookie). */
export const invitationAcceptSchema = z.strictObject({
  name: nameSchema.optional(),
  password: passwordSchema,
})

export const apiKeyCreateSchema = z.strictObject({
  name: nameSchema,
  scopes: z.array(apiKeyScopeSchema).min(1).optional(),
})
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(apiKeyScopeSchema),
  createdBy: z.string(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>
export const apiKeyCreatedSchema = apiKeySchema.extend({ key: z.string() })

/** Query of `GET /api/v1/audit-log`: newest first. */
export const auditLogQuerySchema = pageQuerySchema.extend({
  /** Id of a user or API key. */
  actor: z.string().max(64).optional(),
  /** `ring_group.update`, or a noun alone for everything done to it. */
  action: z.string().max(64).optional(),
  /** Id of the thing that was changed. */
  subject: z.string().max(64).optional(),
})
/** `GET /api/v1/audit-log`. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: timeSchema,
  actor: z.object({
    kind: z.enum(['user', 'api_key', 'system']),
    id: z.string(),
    name: z.string(),
  }),
  /** `<noun>.<verb>`, such as `ring_group.update`. */
  action: z.string(),
  subjectId: z.string(),
  subjectName: z.string(),
  before: z.unknown(),
  after: z.unknown(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
