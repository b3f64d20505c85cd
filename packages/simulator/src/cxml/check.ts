import { CxmlError, type Element, parseXml } from './parse.ts'
import { type ElementRule, elementRules, notPlayed } from './verb-rules.ts'

/** Reads a CXML document strictly: whatever the platform does not document is refused, all of it named. */
export function readCxml(source: string): Element {
  const root = parseXml(source)
  if (root.name !== 'Response') {
    throw new CxmlError(`The document's element must be <Response>, not <${root.name}>`)
  }
  const problems = checkElement(root)
  if (problems.length > 0) throw new CxmlError(problems.join('; '))
  return root
}

function checkElement(element: Element): string[] {
  const rule = elementRules[element.name]
  if (!rule) return [unknownElement(element)]
  const where = `<${element.name}> in line ${element.line}`
  return [
    ...checkAttributes(element, rule).map((problem) => `${where}${problem}`),
    ...checkText(element, rule).map((problem) => `${where} ${problem}`),
    ...element.children.flatMap((child) => checkChild(element, child)),
    ...checkContent(element, where),
  ]
}

function checkAttributes(element: Element, rule: ElementRule): string[] {
  const problems: string[] = []
  for (const [name, value] of Object.entries(element.attributes)) {
    const valueRule = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined
    if (!valueRule) problems.push(` has no attribute "${name}"`)
    else if (!valueRule.test(value))
      problems.push(`: ${name}="${value}" must be ${valueRule.expects}`)
  }
  const missing = rule.required.filter((name) => !Object.hasOwn(element.attributes, name))
  return [...problems, ...missing.map((name) => ` needs ${name}`)]
}

function checkText(element: Element, rule: ElementRule): string[] {
  const text = element.text.trim()
  if (rule.text === 'none' && text !== '') return [`takes no text, but has "${text.slice(0, 40)}"`]
  const empty = text === '' && element.children.length === 0
  return rule.text === 'required' && empty ? ['is empty'] : []
}

function checkChild(element: Element, child: Element): string[] {
  if (elementRules[element.name]?.children.includes(child.name)) return checkElement(child)
  if (!Object.hasOwn(elementRules, child.name)) return [unknownElement(child)]
  return [`<${child.name}> in line ${child.line} may not stand in <${element.name}>`]
}

/** What the tables cannot say. */
function checkContent(element: Element, where: string): string[] {
  const text = element.text.trim()
  switch (element.name) {
    case 'Dial':
      if (text !== '' && element.children.length > 0) return [`${where} has both text and nouns`]
      if (text === '' && element.children.length === 0) return [`${where} dials nothing`]
      return mixesNouns(element) ? [`${where} has a Conference or Service and other nouns`] : []
    case 'Connect':
      return element.children.length === 1 ? [] : [`${where} needs one Stream`]
    case 'Play':
      if (text === '' && element.attributes.digits === undefined) return [`${where} is empty`]
      return text === '' || isUrl(text) ? [] : [`${where}: "${text}" is no http or https URL`]
    case 'Redirect':
      return isUrl(text) ? [] : [`${where}: "${text}" is no http or https URL`]
    default:
      return []
  }
}

/** Whether several Numbers may stand together is a matter of dispute; a Conference and a Service stand alone in all accounts. */
function mixesNouns({ children }: Element): boolean {
  const alone = ['Conference', 'Service']
  return children.length > 1 && children.some((noun) => alone.includes(noun.name))
}

function isUrl(text: string): boolean {
  return elementRules.audio?.attributes.src?.test(text) ?? false
}

function unknownElement(element: Element): string {
  const known = notPlayed.includes(element.name)
  return known
    ? `<${element.name}> in line ${element.line} is not played by this simulator yet`
    : `<${element.name}> in line ${element.line} does not exist`
}
