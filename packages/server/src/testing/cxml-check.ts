import { SaxesParser } from 'saxes'

/** An element of a CXML document that a strict XML parser has read. */
interface CxmlElement {
  name: string
  attributes: Record<string, string>
  text: string
  children: CxmlElement[]
}

/** Reads a document strictly: anything that is not well-formed XML 1.0 throws. */
export function parseCxml(document: string): CxmlElement {
  const parser = new SaxesParser()
  const open: CxmlElement[] = []
  let root: CxmlElement | undefined
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: { ...tag.attributes }, text: '', children: [] }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element) element.text += text
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(document).close()
  if (!root) throw new Error('The document is empty')
  return root
}

// From the platform's documents (protocol 3.3, 3.4), not from our renderer.
const documented: Readonly<Record<string, { attributes: string[]; children: string[] }>> = {
  Response: {
    attributes: [],
    children: [
      'Say',
      'Play',
      'Pause',
      'Gather',
      'Dial',
      'Connect',
      'Record',
      'Redirect',
      'Reject',
      'Hangup',
    ],
  },
  Play: {
    attributes: ['answer', 'loop', 'digits', 'statusCallback', 'statusCallbackMethod'],
    children: [],
  },
  Say: {
    attributes: ['answer', 'voice', 'language', 'loop', 'statusCallback', 'statusCallbackMethod'],
    children: [],
  },
  Gather: {
    attributes: [
      'action',
      'method',
      'input',
      'finishOnKey',
      'numDigits',
      'timeout',
      'maxTimeout',
      'maxDuration',
      'speechTimeout',
      'speechEngine',
      'speechDetection',
      'language',
      'actionOnEmptyResult',
      'interruptible',
    ],
    children: ['Say', 'Play', 'Pause'],
  },
  Dial: {
    attributes: [
      'action',
      'method',
      'callerId',
      'callerName',
      'timeout',
      'timeLimit',
      'hangupOnStar',
      'hangupOn',
      'record',
      'recordingStatusCallback',
      'recordingStatusCallbackMethod',
      'recordingStatusCallbackEvent',
      'trim',
      'trunks',
      'forwardHeaders',
      'headers',
    ],
    children: ['Number', 'Sip', 'Conference', 'Service', 'Header'],
  },
  Pause: { attributes: ['length', 'answer'], children: [] },
  Service: { attributes: ['provider', 'username', 'password'], children: [] },
  Connect: { attributes: [], children: ['Stream'] },
  Stream: {
    attributes: ['url', 'name', 'track', 'statusCallback', 'statusCallbackMethod'],
    children: ['Parameter'],
  },
  Parameter: { attributes: ['name', 'value'], children: [] },
  Number: { attributes: [], children: [] },
  Sip: { attributes: ['username', 'password', 'domain'], children: [] },
  Conference: {
    attributes: [
      'beep',
      'startConferenceOnEnter',
      'endConferenceOnExit',
      'maxParticipants',
      'muted',
      'holdMusic',
      'prompts',
      'dtmf',
      'talkDetection',
      'record',
      'trim',
      'recordingStatusCallback',
      'recordingStatusCallbackMethod',
      'recordingStatusCallbackEvent',
      'statusCallback',
      'statusCallbackMethod',
      'statusCallbackEvent',
    ],
    children: [],
  },
  Record: {
    attributes: [
      'action',
      'method',
      'timeout',
      'finishOnKey',
      'maxLength',
      'playBeep',
      'recordingStatusCallback',
      'recordingStatusCallbackMethod',
      'recordingStatusCallbackEvent',
      'trim',
    ],
    children: ['Say', 'Play', 'Pause'],
  },
  Redirect: { attributes: ['method'], children: [] },
  Reject: { attributes: ['reason'], children: [] },
  Hangup: { attributes: [], children: [] },
}

/** Everything in a document that the platform does not document, or that we must not leave out. */
export function problemsOfCxml(element: CxmlElement): string[] {
  const known = documented[element.name]
  if (!known) return [`<${element.name}> is not documented`]
  const unknownAttributes = Object.keys(element.attributes).filter(
    (name) => !known.attributes.includes(name),
  )
  const misplaced = element.children.filter((child) => !known.children.includes(child.name))
  return [
    ...unknownAttributes.map((name) => `${element.name} has the attribute ${name}`),
    ...misplaced.map((child) => `<${child.name}> stands in <${element.name}>`),
    ...missingIn(element),
    ...element.children.flatMap(problemsOfCxml),
  ]
}

function missingIn(element: CxmlElement): string[] {
  const { name, attributes, children } = element
  const problems: string[] = []
  if (name === 'Gather' && attributes.actionOnEmptyResult !== 'true') problems.push('Gather waits')
  if (name === 'Dial' && attributes.timeLimit !== '43200') problems.push('Dial has no time limit')
  if (name === 'Dial' && !Number(attributes.timeout)) problems.push('Dial has no timeout')
  children.forEach((child, index) => {
    const next = children[index + 1]
    if ('action' in child.attributes && next?.name !== 'Redirect') {
      problems.push(`${child.name} is not followed by a Redirect`)
    }
  })
  return problems
}
