// People of a company: everybody finds everybody, what somebody earns is a matter between them
// and HR.

app "People" {
  currency EUR
  timezone "Europe/Berlin"
  home Employees
}

roles {
  hr "Human resources"
  lead "Team lead"
  staff "Employee"
}

auth {
  user Employee
  sign_in password
  sign_up invite
  first_user hr
}

theme {
  primary "#0f766e"
  accent "#b45309"
}

enum Contract {
  Permanent "Permanent" color green
  FixedTerm "Fixed term" color blue
  Notice "Notice given" color red
}

entity Department {
  name: text max 80 unique
  head: Employee? on delete set null
  budget: money? min 0 help "For a year, salaries included."

  employees: many Employee via department
  computed headcount: int = count(employees)
  computed payroll: money = sum(employees.salary)

  allow read, create, update, delete to hr
  allow read except(budget, payroll) to lead, staff
}

entity Employee {
  name: text max 120
  email: email unique
  role: Role = staff
  job: text? max 80 label "Job title"
  department: Department? on delete set null
  manager: Employee? on delete set null
  phone: phone?
  started: date?
  contract: Contract = Permanent
  salary: money = 0 min 0 help "For a year."
  bank_account: text? max 40
  skills: many Skill linked
  concerns: longtext? label "Notes of HR"

  reports: many Employee via manager
  leave: many Leave via employee
  computed monthly: money = salary / 12

  rule myself = this == current_user
  display name
  search name, email, job
  sort name
  allow read, create, update, delete to hr
  allow read(name, email, role, job, department, manager, phone, started, skills) to lead, staff
  allow read except(concerns) to lead, staff where myself
  allow read(salary, contract) to lead where manager == current_user
  allow update(phone, bank_account, skills) to lead, staff where myself
}

entity Leave {
  employee: Employee = current_user readonly on delete cascade
  first_day: date
  last_day: date
  reason: longtext?
  approved: bool = false

  check last_day >= first_day on last_day message "It ends before it begins."

  display "{first_day} to {last_day}"
  sort first_day desc
  rule mine = employee == current_user
  require delete where not approved
  allow read, update, delete to hr
  allow read(employee, first_day, last_day, approved) to lead where employee.manager == current_user
  allow update(approved) to lead where employee.manager == current_user
  allow read, create to lead, staff where mine
  allow update(first_day, last_day, reason), delete to lead, staff where mine and not approved
}

entity Skill {
  name: text max 60 unique
  employees: many Employee via skills

  sort name
  allow read to signed_in
  allow create, update, delete to hr
}

list Employees of Employee {
  columns name, job, department, manager, phone, salary
  filter department, manager, salary, contract
}

list Payroll of Employee {
  allow to hr
  where contract != Notice
  columns name, department, contract, salary, monthly
  filter department, contract, salary
  sort salary desc
}

board Contracts of Employee {
  allow to hr
  group by contract
  total sum(salary)
  card {
    title name
    fields job, department, salary
  }
  drag sets contract
  filter department
}

dashboard Overview {
  stat "People" = count(Employee)
  stat "Payroll" = sum(Employee.salary)
  stat "On leave requests" = count(Leave where not approved)
  chart bar "Salaries by department" {
    from Employee
    group by department
    value sum(salary)
  }
  chart bar "People by department" {
    from Employee
    group by department
    value count()
  }
  table "Best paid" {
    from Employee sort salary desc limit 5
    columns name, job, salary
  }
  table "Newest" {
    from Employee sort started desc limit 5
    columns name, job, department.head, salary
  }
}

action resign(employee: Employee, note: text?) {
  label "Give notice"
  allow to hr
  require employee.contract != Notice else "{employee.name} has given notice already."
  require employee.salary > 0 else "Nobody is paid nothing."
  update employee {
    contract: Notice
    concerns: note
    salary: employee.salary
  }
  message "Noted."
}
