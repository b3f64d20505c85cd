import { type LintContext, nodeError, phoneNumberError } from './lint-context.ts'

/** Names, extension numbers and phone numbers that two things claim. */
export function lintDuplicates(context: LintContext) {
  const byName = new Map<string, string>()
  const byExtension = new Map<string, string>()
  for (const node of context.flow.nodes) {
    if (byName.has(node.name)) {
      nodeError(context, node, {
        code: 'name_taken',
        message: `Two steps are called ${node.name}, so nobody can tell them apart.`,
        remedy: 'Give one of them another name.',
      })
    }
    byName.set(node.name, node.name)
    if (node.extension === null) continue
    const owner = byExtension.get(node.extension)
    if (owner === undefined) {
      byExtension.set(node.extension, node.name)
      continue
    }
    nodeError(context, node, {
      code: 'extension_taken',
      message: `${node.extension} is the extension number of ${owner}, and ${node.name} claims it too.`,
      remedy: `Give ${node.name} another extension number.`,
    })
  }
  lintPhoneNumbers(context)
}

function lintPhoneNumbers(context: LintContext) {
  const seen = new Set<string>()
  for (const phoneNumber of context.flow.phoneNumbers) {
    if (seen.has(phoneNumber.number)) {
      phoneNumberError(context, phoneNumber, {
        code: 'phone_number_taken',
        message: `${phoneNumber.number} is listed twice, so its calls could go two ways.`,
        remedy: 'Delete one of the two.',
      })
    }
    seen.add(phoneNumber.number)
  }
}
