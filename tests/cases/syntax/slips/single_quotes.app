app 'Acme CRM' { // error: syntax-error
  timezone “Europe/Berlin” // error: syntax-error
  home Overview
}
