import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

const signInName = 'sign_in'
const knownBrowserName = 'known_browser'
const day = 86_400

/** The longest life of a sign-in, however often it is used. */
export const signInDays = 90

export function readSignInToken(request: FastifyRequest): string | null {
  return request.cookies[signInName] ?? null
}

export function setSignInToken(reply: FastifyReply, token: string): void {
  reply.setCookie(signInName, token, { ...options(reply), path: '/', maxAge: signInDays * day })
}

export function clearSignInToken(reply: FastifyReply): void {
  reply.clearCookie(signInName, { ...options(reply), path: '/' })
}

/** Proves that somebody signed in here before: see `checkPassword`. */
export function readKnownBrowser(request: FastifyRequest): string | null {
  return request.cookies[knownBrowserName] ?? null
}

export function setKnownBrowser(reply: FastifyReply, proof: string): void {
  reply.setCookie(knownBrowserName, proof, { ...options(reply), path: '/', maxAge: 400 * day })
}

function options(reply: FastifyReply): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'lax', secure: reply.request.protocol === 'https' }
}
