import type { FlowNode, NodeOf } from './flow.ts'
import { streamHostOf } from './nodes/ai-assistant.ts'
import { isSecretHeader, type RequestHeader } from './request-headers.ts'
import { webOriginOf } from './web-address.ts'

/** A secret setting of a node. */
export interface SecretSetting {
  /** As in the body: `config.headers.0.value`. */
  path: string
  /** As it was typed, or the reference that stands for what was typed before. */
  value: string
}

/** What stands for a secret in drafts, revisions and answers. It says nothing about the secret. */
export function isSecretReference(text: string): boolean {
  return /^sec_[0-9A-Z]{26}$/.test(text)
}

/** The secret settings of a node that are filled in. */
export function secretsOf(node: FlowNode): SecretSetting[] {
  const found: SecretSetting[] = []
  mapSecrets(node, (secret) => {
    found.push(secret)
    return secret.value
  })
  return found
}

/** The node with other values for its secret settings. */
export function mapSecrets(node: FlowNode, change: (secret: SecretSetting) => string): FlowNode {
  const changeFilled = (secret: SecretSetting) => (secret.value === '' ? '' : change(secret))
  switch (node.type) {
    case 'webhook': {
      const path = 'config.secretToken'
      const secretToken = changeFilled({ path, value: node.config.secretToken })
      const headers = mapHeaders(node.config.headers, changeFilled)
      return { ...node, config: { ...node.config, secretToken, headers } }
    }
    case 'http_request': {
      const headers = mapHeaders(node.config.headers, changeFilled)
      return { ...node, config: { ...node.config, headers } }
    }
    case 'ai_assistant': {
      const path = 'config.password'
      const password = changeFilled({ path, value: node.config.password })
      const parameters = node.config.parameters.map((parameter, index) =>
        isSecretHeader(parameter)
          ? {
              ...parameter,
              value: changeFilled({
                path: `config.parameters.${index}.value`,
                value: parameter.value,
              }),
            }
          : parameter,
      )
      return { ...node, config: { ...node.config, password, parameters } }
    }
    case 'voicemail':
      return { ...node, config: mapPin(node.config, 'config.pin', change) }
    case 'extension': {
      const { voicemail } = node.config
      if (voicemail === false) return node
      const changed = mapPin(voicemail, 'config.voicemail.pin', change)
      return { ...node, config: { ...node.config, voicemail: changed } }
    }
    case 'conference': {
      const { config } = node
      const pin = mapFilled(config.pin, 'config.pin', change)
      const hostPin = mapFilled(config.hostPin, 'config.hostPin', change)
      return { ...node, config: { ...config, pin, hostPin } }
    }
    default:
      return node
  }
}

function mapPin<C extends { pin: string | null }>(
  config: C,
  path: string,
  change: (secret: SecretSetting) => string,
): C {
  return { ...config, pin: mapFilled(config.pin, path, change) }
}

function mapFilled(
  value: string | null,
  path: string,
  change: (secret: SecretSetting) => string,
): string | null {
  return value === null ? null : change({ path, value })
}

function mapHeaders(
  headers: readonly RequestHeader[],
  change: (secret: SecretSetting) => string,
): RequestHeader[] {
  return headers.map((header, index) => {
    if (!isSecretHeader(header)) return header
    const value = change({ path: `config.headers.${index}.value`, value: header.value })
    return { ...header, value }
  })
}

/** Who gets a node's secrets: they are kept for this receiver only. Empty: nobody. */
export function receiverOf(node: FlowNode): string {
  // A PIN leaves the installation never: it is compared here.
  if (node.type === 'voicemail' || node.type === 'extension') return 'voicemail'
  if (node.type === 'conference') return 'conference'
  if (node.type === 'ai_assistant') {
    const { connection, provider, url } = node.config
    return connection === 'stream' ? `wss://${streamHostOf(url)}` : `provider:${provider}`
  }
  return callsOut(node) ? webOriginOf(node.config.url) : ''
}

/** A node that sends requests to an address that somebody chose. */
export function callsOut(node: FlowNode): node is NodeOf<'webhook'> | NodeOf<'http_request'> {
  return node.type === 'webhook' || node.type === 'http_request'
}
