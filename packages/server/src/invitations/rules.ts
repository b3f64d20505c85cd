import type { Invitation } from '@opbx/contract/identity'

/** Where an invitation stands; times in milliseconds. */
export function invitationStatus(
  invitation: { isAccepted: boolean; isRevoked: boolean; expiresAt: number },
  now: number,
): Invitation['status'] {
  if (invitation.isAccepted) return 'accepted'
  if (invitation.isRevoked) return 'revoked'
  return invitation.expiresAt <= now ? 'expired' : 'open'
}
