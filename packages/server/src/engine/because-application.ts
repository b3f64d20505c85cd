import type { Story } from './because.ts'

export const applicationStories = {
  handsOver: (name: string, host: string, variables: number): Story => ({
    happened: `Handed the call to ${host}${
      variables === 0 ? '' : `, with ${variables === 1 ? '1 variable' : `${variables} variables`}`
    }`,
    because: `Because ${name} lets the application at ${host} decide from here on.`,
  }),
  trialStays: (name: string, host: string): Story => ({
    happened: `Said that the call would go to ${host}`,
    because: `Because ${name} hands calls to ${host}, and a trial call must reach nobody.`,
  }),
} as const
