import './ui/index.css'
import { speakClearly } from '@opbx/contract/messages'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut } from './api/client.ts'
import { queryClient } from './api/query-client.ts'
import { router } from './app/router.tsx'
import './texts/i18n.ts'
import { Toaster } from './ui/toast.tsx'

speakClearly()
onSignedOut(() => {
  const { pathname, href } = router.state.location
  // While a page is being opened, its own check decides where to go.
  if (router.state.status === 'pending' || pathname === '/sign-in' || pathname === '/setup') return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { return: href } })
})

const element = document.getElementById('root')
if (element) {
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toaster />
      </QueryClientProvider>
    </StrictMode>,
  )
}
