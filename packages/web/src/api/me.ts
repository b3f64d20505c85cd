import { type Me, meSchema, setupStateSchema } from '@opbx/contract/identity'
import type { Permission } from '@opbx/contract/permissions'
import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { reloadOtherTabs } from './live-stream.ts'
import { queryClient } from './query-client.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get('/me', { schema: meSchema, signal }),
  staleTime: 60_000,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.get('/setup', { schema: setupStateSchema, signal }),
  staleTime: 0,
})

/** The person who is signed in. Pages inside the shell only. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Whether the person may do this in the current organization. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}

/** Changes the organization of this sign-in; everything that was read belonged to the former one. */
export function useSwitchOrganization() {
  return useMutation({
    mutationFn: (id: string) => api.post('/me/organization', { body: { id } }),
    onSuccess: () => {
      reloadOtherTabs()
      window.location.assign('/ui/')
    },
  })
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => api.post('/api/auth/sign-out', { body: {} }),
    onSuccess: () => {
      queryClient.clear()
      reloadOtherTabs()
      window.location.assign('/ui/sign-in')
    },
  })
}
