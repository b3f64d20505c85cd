import { type Pairing, type PairingChange, pairingSchema } from '@opbx/contract/pairing'
import { api } from '../../api/client.ts'
import { pairingQuery } from '../../api/pairing.ts'
import { queryClient } from '../../api/query-client.ts'

/** Saves the connection and keeps the answer, so that every card shows how each step went. */
export async function savePairing(body: PairingChange): Promise<Pairing> {
  const saved = await api.put('/settings/cloudonix', { body, schema: pairingSchema })
  queryClient.setQueryData(pairingQuery.queryKey, saved)
  await queryClient.invalidateQueries({ queryKey: ['subscribers'] })
  return saved
}

/** What is stored, as a change: masked secrets keep what they stand for. */
export function changeOf(pairing: Pairing): PairingChange {
  return {
    platform: pairing.platform,
    domainUuid: pairing.domainUuid ?? '',
    domainApiKey: pairing.domainApiKey ?? '',
    webhookBaseUrl: pairing.webhookBaseUrl,
    noAnswerTimeout: pairing.noAnswerTimeout,
    recordingFormat: pairing.recordingFormat,
  }
}
