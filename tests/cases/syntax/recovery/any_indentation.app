        entity Deal {
title: text
            value: money
}

    entity Company
    {
  name: text }
        entity Tag { // error: unclosed-block
    name: text
