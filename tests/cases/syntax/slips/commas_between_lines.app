entity Deal {
  title: text max 160, // error: syntax-error
  value: money, // error: syntax-error
  stage: Stage = Lead
}

entity Tag { name: text, color: text } // error: syntax-error
