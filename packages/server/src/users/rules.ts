import { type Role, roles, rolesManagedBy } from '@opbx/contract/permissions'

/** The one who changes somebody's membership, as she is at the moment of the change. */
export interface Manager {
  userId: string
  role: Role
}

/**
 * Why a membership may not be changed in this way, or null. `role` is the new one, null for a removal.
 * Owners manage everybody but themselves, so the last owner never goes away.
 */
export function whyNotManage(
  manager: Manager,
  member: { userId: string; role: Role },
  role: Role | null,
): string | null {
  if (manager.userId === member.userId) {
    return role === null
      ? 'You cannot remove yourself. Ask another owner.'
      : 'You cannot change your own role. Ask another owner.'
  }
  const managed = rolesManagedBy(manager.role)
  if (!managed.includes(member.role)) return `Only an owner may change ${inWords[member.role]}.`
  if (role !== null && !managed.includes(role)) return `Only an owner may make ${inWords[role]}.`
  return null
}

/** The roles that an invitation of somebody who has lost rights must not give any more. */
export function rolesBeyond(role: Role | null): Role[] {
  const managed = role === null ? [] : rolesManagedBy(role)
  return roles.filter((candidate) => !managed.includes(candidate))
}

const inWords = {
  owner: 'an owner',
  pbx_admin: 'a PBX admin',
  pbx_user: 'a PBX user',
  reporter: 'a reporter',
} as const satisfies Record<Role, string>
