import {
  meChangeSchema,
  meSchema,
  passwordChangeSchema,
  signInSchema,
  switchOrganizationSchema,
} from '@opbx/contract/identity'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, personOf } from '../http/access.ts'
import { networkOf } from '../http/attempts.ts'
import {
  clearSignInToken,
  readKnownBrowser,
  readSignInToken,
  setKnownBrowser,
  setSignInToken,
} from '../http/sign-in-cookie.ts'
import type { HttpScope } from '../http/types.ts'
import { renameSelf } from '../users/service.ts'
import { describePerson, endSignIn, proveBrowser } from './service.ts'
import { changePassword, signInWithPassword, switchOrganization } from './sign-in.ts'

const tags = ['Sign-in']
/** A person of a suspended organization must be able to see that it is, and to leave. */
const forPeople = { permission: 'signed_in', worksWhileSuspended: true } as const

export function registerSignIn(scope: HttpScope, deps: Deps): void {
  scope.post(
    '/api/auth/sign-in/email',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'Sign in with e-mail and password',
        body: signInSchema,
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      const { token, userId, organizationId } = await signInWithPassword(deps, {
        ...request.body,
        network: networkOf(request.ip),
        knownBrowser: readKnownBrowser(request),
      })
      const former = readSignInToken(request)
      if (former !== null) await endSignIn(deps, former)
      setSignInToken(reply, token)
      setKnownBrowser(reply, proveBrowser(deps, request.body.email))
      return describePerson(deps, userId, organizationId)
    },
  )
  scope.post(
    '/api/auth/sign-out',
    {
      config: { permission: 'public' },
      schema: { tags, summary: 'Sign out of this browser', response: { 204: z.void() } },
    },
    async (request, reply) => {
      const token = readSignInToken(request)
      if (token !== null) await endSignIn(deps, token)
      clearSignInToken(reply)
      return reply.code(204).send()
    },
  )
  registerMe(scope, deps)
}

function registerMe(scope: HttpScope, deps: Deps): void {
  const response = { 200: meSchema }
  scope.get(
    '/api/v1/me',
    {
      config: forPeople,
      schema: { tags, summary: 'Who is signed in, where, with which permissions', response },
    },
    (request) => {
      const { userId, organizationId } = personOf(request)
      return describePerson(deps, userId, organizationId)
    },
  )
  scope.patch(
    '/api/v1/me',
    {
      config: { permission: 'signed_in' },
      schema: { tags, summary: 'Change the own name', body: meChangeSchema, response },
    },
    async (request) => {
      const { userId, organizationId } = personOf(request)
      await renameSelf(ctxOf(deps, request), userId, request.body.name)
      return describePerson(deps, userId, organizationId)
    },
  )
  scope.post(
    '/api/v1/me/organization',
    {
      config: forPeople,
      schema: {
        tags,
        summary: 'Look at another organization',
        body: switchOrganizationSchema,
        response,
      },
    },
    async (request) => {
      const person = personOf(request)
      await switchOrganization(deps, person, request.body.id)
      return describePerson(deps, person.userId, request.body.id)
    },
  )
  scope.post(
    '/api/v1/me/password',
    {
      config: forPeople,
      schema: {
        tags,
        summary: 'Change the own password; every other sign-in ends',
        body: passwordChangeSchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      setSignInToken(reply, await changePassword(deps, person, request.body))
      return reply.code(204).send()
    },
  )
}
