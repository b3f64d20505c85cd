import { z } from 'zod'

export const roles = ['owner', 'pbx_admin', 'pbx_user', 'reporter'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/** What a role may do; each route states one. `calls.read` of a pbx_user means her own calls. */
export const permissions = [
  'cloudonix.manage',
  'organization.manage',
  'people.read',
  'people.manage',
  'flow.read',
  'flow.write',
  'flow.override',
  'calls.read',
  'calls.listen',
  'calls.supervise',
  'recordings.delete',
  'integration.manage',
  'audit.read',
] as const
export const permissionSchema = z.enum(permissions)
export type Permission = z.infer<typeof permissionSchema>

const byRole = {
  owner: permissions,
  pbx_admin: [
    'people.read',
    'people.manage',
    'flow.read',
    'flow.write',
    'calls.read',
    'calls.listen',
    'calls.supervise',
    'recordings.delete',
    'integration.manage',
    'audit.read',
  ],
  pbx_user: ['flow.read', 'calls.read', 'calls.listen'],
  reporter: ['flow.read', 'calls.read'],
} as const satisfies Record<Role, readonly Permission[]>

export function permissionsOf(role: Role): readonly Permission[] {
  return byRole[role]
}

export function roleMay(role: Role, permission: Permission): boolean {
  return permissionsOf(role).includes(permission)
}

/** Which roles a person of this role may give, take or remove. Nobody changes the own role. */
export function rolesManagedBy(role: Role): readonly Role[] {
  if (role === 'owner') return roles
  return role === 'pbx_admin' ? ['pbx_user', 'reporter'] : []
}

/** What an API key may be given: never people, keys or the pairing. */
export const apiKeyScopes = [
  'flow.read',
  'flow.write',
  'calls.read',
  'calls.listen',
  'recordings.delete',
] as const
export const apiKeyScopeSchema = z.enum(apiKeyScopes)
