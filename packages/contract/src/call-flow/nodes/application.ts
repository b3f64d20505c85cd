import { z } from 'zod'

// A host name of the public internet: an address in digits has no certificate and may be a private one.
const publicName =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const privateName =
  /\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|arpa|test|invalid|onion)$/

/**
 * Hands the call over for good: the platform asks another address what to do with it (verb Redirect, with
 * POST). It sends that address our Requests key, so the host has to be allowed by name. The platform documents
 * no verb that names one of its applications; such a one is reached by its URL.
 */
export const applicationConfigSchema = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(500, 'Use 500 characters at most.')
      .refine(isHttpsUrl, 'Enter an address such as https://voice.acme.example/start.')
      .refine(
        (url) => hostOf(url) === '' || isPublicHost(hostOf(url)),
        'Use a host name of the public internet. Addresses in digits and names of a private network are refused.',
      )
      .refine(
        (url) => !/\/api\/voice\//.test(url),
        'This is an address of OPBX itself: the call would go in circles. Enter that of the other application.',
      ),
    /** The host of `url`, written once more: it may receive the Requests key. */
    allowedHost: z.string().trim().toLowerCase().max(253, 'Use 253 characters at most.'),
    /** Adds the variables that the call carries to the address. */
    sendVariables: z.boolean().default(false),
  })
  .superRefine(({ url, allowedHost }, check) => {
    const host = hostOf(url)
    if (host === '' || host === allowedHost) return
    const message = `Allow ${host}: the platform sends your Requests key there.`
    check.addIssue({ code: 'custom', path: ['allowedHost'], message })
  })

/** The host name in an address, in small letters; empty where there is none. */
export function hostOf(url: string): string {
  return /^https:\/\/([^/?#:@\\]+)(?::\d{1,5})?(?:[/?]|$)/i.exec(url)?.[1]?.toLowerCase() ?? ''
}

// No name and password, no fragment, nothing that must not stand in an address.
function isHttpsUrl(url: string): boolean {
  return hostOf(url) !== '' && /^[\x21-\x7e]+$/.test(url) && !/[#@\\"<>^`{|}]/.test(url)
}

function isPublicHost(host: string): boolean {
  return publicName.test(host) && !privateName.test(host)
}
