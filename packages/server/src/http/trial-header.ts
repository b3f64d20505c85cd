import { createHmac, timingSafeEqual } from 'node:crypto'

/** The virtual moment of a trial call's request, and which flow it tries. */
export interface TrialMoment {
  now: Date
  revision: 'live' | 'draft'
}

/** Reads `X-Opbx-Trial`; null when it was not signed for this session with the trial domain's key. */
export function readTrialHeader(
  header: string,
  { key, session }: { key: string; session: string },
): TrialMoment | null {
  const found = /^t=([^;]{20,30});r=(live|draft);s=([0-9a-f]{64})$/.exec(header)
  if (found === null) return null
  const [, time = '', revision, signature = ''] = found
  const expected = createHmac('sha256', key).update(`${session}\n${time}\n${revision}`).digest()
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return null
  const now = new Date(time)
  if (Number.isNaN(now.getTime())) return null
  return { now, revision: revision === 'draft' ? 'draft' : 'live' }
}
