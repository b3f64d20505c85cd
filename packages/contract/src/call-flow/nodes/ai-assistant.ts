import { z } from 'zod'
import { lineSchema } from '../../text.ts'
import { headerValueSchema } from '../request-headers.ts'

/**
 * Providers that the platform is known to connect by telephone (protocol 8.1); it publishes no list, so another
 * name can be entered. Those of which it is known that they want a name and a password stand first.
 */
export const assistantProviders = [
  'elevenlabs',
  'superdash.ai',
  'synthflow',
  'dasha',
  'deepvox',
  'fonio',
  'millis-eu',
  'millis-us',
  'modon',
  'openai',
  'puretalk',
  'rapida',
  'relayhawk',
  'retell',
  'retell-tcp',
  'retell-tls',
  'retell-udp',
  'revring',
  'ringg',
  'sigmamind',
  'smallest',
  'telnyx',
  'telnyx-tcp',
  'telnyx-tls',
  'telnyx-udp',
  'ultravox',
  'vapi',
  'vapi-noproxy',
  'vapi-udp',
  'vogent',
  'voicehub',
  'vomyra',
  'x',
] as const

const parameterSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,59}$/, 'Use letters, digits, _ and -.'),
  /** `{{name}}` stands for what the call knows. */
  value: headerValueSchema,
  /** Stored encrypted and never shown again. */
  secret: z.boolean().default(false),
})

/** Hands the caller to a machine that talks: a provider's number, or a WebSocket that gets the sound. */
export const aiAssistantConfigSchema = z
  .strictObject({
    connection: z.enum(['provider', 'stream']).default('provider'),
    /** The platform's word for the provider, in small letters. */
    provider: z
      .string()
      .trim()
      .regex(/^[a-z0-9.-]{0,40}$/, 'Use small letters, digits, . and -.')
      .default(''),
    /** The assistant's number or name at its provider. */
    number: z
      .string()
      .trim()
      .regex(/^[+0-9A-Za-z_.@-]{0,100}$/, 'Use letters, digits and the signs + - _ . @.')
      .default(''),
    username: lineSchema(200).default(''),
    /** Stored encrypted; answers hold a reference in its place. Empty: none. */
    password: headerValueSchema.default(''),
    /** Of a stream: `wss://…`; `{{name}}` stands for what the call knows. */
    url: z.string().trim().max(1000, 'Use 1,000 characters at most.').default(''),
    parameters: z
      .array(parameterSchema)
      .max(20, 'Use 20 parameters at most.')
      .default([])
      .superRefine((parameters, check) => {
        const names = parameters.map(({ name }) => name)
        for (const [index, name] of names.entries()) {
          if (names.indexOf(name) === index) continue
          const message = 'This parameter is here already. Remove one of the two.'
          check.addIssue({ code: 'custom', path: [index, 'name'], message })
        }
      }),
  })
  .superRefine(({ connection, provider, number, url }, check) => {
    const wrong = (path: string, message: string) =>
      check.addIssue({ code: 'custom', path: [path], message })
    if (connection === 'stream') {
      if (!isStreamAddress(url))
        wrong('url', 'Enter an address such as wss://agent.acme.example/calls.')
      return
    }
    if (provider === '') wrong('provider', 'Choose the provider.')
    if (number === '') wrong('number', 'Enter the number that the assistant has at its provider.')
  })

function isStreamAddress(text: string): boolean {
  return (
    /^wss:\/\/[^\s/?#@\\{}"<>]+(?:[/?][^\s#\\"<>]*)?$/i.test(
      text.replace(/\{\{[^{}]*\}\}/g, 'x'),
    ) && !/^wss:\/\/[^/?]*\{\{/i.test(text)
  )
}

/** Host of a stream's address, in small letters. */
export function streamHostOf(url: string): string {
  return /^wss:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? ''
}
