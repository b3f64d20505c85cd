import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'

/** Address of the list of a node type: `/flow/ring-groups`. */
export function nodeListPath(type: NodeType): string {
  return `/flow/${nodeTypes[type].path}`
}

/** Address of a node, of any type. */
export function nodePath(type: NodeType, id: string): string {
  return `${nodeListPath(type)}/${id}`
}
/** The canvas, with the panel of a step or phone number open. */
export const canvasPath = (id: string): string => `/flow/map?step=${id}`
export const phoneNumberPath = (id: string): string => `/flow/phone-numbers/${id}`
export const outboundRoutePath = (id: string): string => `/flow/outbound-routes/${id}`
export const featureCodesPath = '/flow/feature-codes'
export const fraudGuardPath = '/flow/fraud-guard'
export const flowTestPath = (id: string): string => `/flow/flow-tests/${id}`
export const promptPath = (id: string): string => `/flow/prompts/${id}`
export const callPath = (id: string): string => `/calls/${id}`
