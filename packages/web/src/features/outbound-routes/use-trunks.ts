import { pageOf } from '@opbx/contract/pagination'
import { trunkSchema } from '@opbx/contract/pairing'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'

export type Trunk = z.infer<typeof trunkSchema>

/** The platform's outbound trunks, for those who may choose one. */
export function useTrunks() {
  const mayWrite = useMay('flow.write')
  return useQuery({
    queryKey: ['trunks'],
    queryFn: ({ signal }) =>
      api.get('/settings/cloudonix/trunks', { schema: pageOf(trunkSchema), signal }),
    enabled: mayWrite,
    retry: false,
  })
}
