import type { NodeOf } from '../flow.ts'
import { nodeTypes } from '../node-types.ts'
import { hasBody } from '../nodes/http-request.ts'
import { isSecretHeader } from '../request-headers.ts'
import { callsOut } from '../secrets.ts'
import { callPlaceholders, fillTemplate, placeholdersIn } from '../template.ts'
import { webHostOf, whyHostIsRefused } from '../web-address.ts'
import { type LintContext, listed, nodeError, nodeWarning } from './lint-context.ts'

/** Webhooks and HTTP requests: where they go, and what is filled in. */
export function lintRequests(context: LintContext) {
  const variables = variablesIn(context)
  for (const node of context.active) {
    if (!callsOut(node)) continue
    lintAddress(context, node)
    if (node.type !== 'http_request') continue
    lintPlaceholders(context, node, variables)
    lintNamedExits(context, node)
    lintBody(context, node)
  }
}

function lintAddress(context: LintContext, node: NodeOf<'webhook'> | NodeOf<'http_request'>) {
  const { url } = node.config
  const host = webHostOf(url)
  const why = host === '' ? null : whyHostIsRefused(host, context.allowedNetworks)
  if (why !== null) {
    nodeError(context, node, {
      code: 'address_refused',
      message: `${node.name} would send requests to ${host}, which is ${
        why === 'inside_name' ? 'a name of the own network' : 'no address of the public internet'
      }. They are refused.`,
      remedy:
        'Enter an address of the public internet, or have the operator of OPBX allow the network.',
    })
  } else if (/^http:/i.test(url)) {
    nodeWarning(context, node, {
      code: 'address_not_encrypted',
      message: `${node.name} sends numbers of callers and its secrets to ${host} without encryption.`,
      remedy: 'Use an address that begins with https.',
    })
  }
}

/** Names that some step of the flow may give a value. */
function variablesIn(context: LintContext): ReadonlySet<string> {
  const names = context.active.flatMap((node) => {
    if (node.type === 'caller_id') return node.config.variables.map(({ name }) => name)
    return node.type === 'http_request' ? node.config.variables : []
  })
  return new Set([...callPlaceholders, ...names])
}

function lintPlaceholders(
  context: LintContext,
  node: NodeOf<'http_request'>,
  known: ReadonlySet<string>,
) {
  const { url, body, headers } = node.config
  const shown = headers.filter((header) => !isSecretHeader(header)).map(({ value }) => value)
  const used = [url, ...shown, ...(hasBody(node.config) ? [body] : [])].flatMap(placeholdersIn)
  const unknown = [...new Set(used)].filter((name) => !known.has(name))
  if (unknown.length === 0) return
  const names = listed(unknown.map((name) => `{{${name}}}`))
  nodeError(context, node, {
    code: 'placeholder_unknown',
    message: `${node.name} uses ${names}, which no call has and no step sets.`,
    remedy: `Use ${listed(callPlaceholders.map((name) => `{{${name}}}`))}, or set the variable at a caller ID rule or an HTTP request.`,
  })
}

function lintNamedExits(context: LintContext, node: NodeOf<'http_request'>) {
  const fixed: readonly string[] = nodeTypes.http_request.exits
  for (const exit of node.config.namedExits.filter((name) => fixed.includes(name))) {
    nodeError(context, node, {
      code: 'exit_shadows',
      message: `${node.name} lists ${exit} as an exit of its own, but every HTTP request has that one.`,
      remedy: `Remove ${exit} from the list, or choose another name.`,
    })
  }
}

function lintBody(context: LintContext, node: NodeOf<'http_request'>) {
  const { bodyType, body } = node.config
  if (!hasBody(node.config) || bodyType !== 'json' || body.trim() === '') return
  if (isJson(fillTemplate(body, {}, 'json'))) return
  nodeError(context, node, {
    code: 'body_not_json',
    message: `The body of ${node.name} is no JSON once its placeholders are filled in.`,
    remedy: 'Check commas, quotes and brackets, or send it as text.',
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
